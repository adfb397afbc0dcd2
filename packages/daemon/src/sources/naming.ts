import type { Reading } from '@daywatch/shared/vocabulary/observation.ts';
import type { History, Probe } from '../ports/source.ts';

/** The same probe, with the name of the source before its words. */
export function naming(source: string, probe: Probe): Probe {
  const named = (reading: Reading): Reading =>
    'because' in reading && reading.because !== undefined
      ? { ...reading, because: `${source}: ${reading.because}` }
      : reading;
  const { history, accept } = probe;
  return {
    observe: async (signal, occasion) => named(await probe.observe(signal, occasion)),
    ...(accept && { accept: (pushed) => accept.call(probe, pushed) }),
    ...(history && {
      async history(stretch, signal): Promise<History> {
        const answer = await history.call(probe, stretch, signal);
        if (answer.type === 'failed') return { ...answer, because: `${source}: ${answer.because}` };
        return { ...answer, readings: answer.readings.map((past) => ({ ...past, reading: named(past.reading) })) };
      },
    }),
  };
}
