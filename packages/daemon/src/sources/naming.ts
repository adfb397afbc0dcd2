import type { Probe } from '../ports/source.ts';

/** The same probe, with the name of the source before its words. */
export const naming = (source: string, probe: Probe): Probe => ({
  async observe(signal) {
    const reading = await probe.observe(signal);
    return 'because' in reading && reading.because !== undefined
      ? { ...reading, because: `${source}: ${reading.because}` }
      : reading;
  },
});
