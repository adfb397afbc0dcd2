import type { Reading } from '@daywatch/shared/vocabulary/observation.ts';
import type { Plan } from '@daywatch/shared/vocabulary/plan.ts';
import { secretMasker } from '../plan/secret-masker.ts';
import { maskSecrets, missingSecrets, resolveSecrets, secretsIn } from '../plan/secrets.ts';
import type { Clock } from '../ports/clock.ts';
import type { Logger } from '../ports/logger.ts';
import type { Memory } from '../ports/memory.ts';
import type { Outbound } from '../ports/outbound.ts';
import type { Reach } from '../ports/reach.ts';
import type { Shell } from '../ports/shell.ts';
import type { History, Probe, Source } from '../ports/source.ts';
import { outboundWithin } from '../web/outbound-within.ts';
import { sourceKinds } from './registry.ts';

/**
 * Opens a source of a plan, with its secrets in place. One that cannot be opened is a source whose every reading is
 * the reason.
 */
export function openSource(options: {
  readonly plan: Plan;
  readonly name: string;
  readonly secrets: Readonly<Record<string, string | undefined>>;
  readonly outbound: Outbound;
  readonly clock: Clock;
  readonly log: Logger;
  readonly memory: Memory;
  readonly shell: Shell;
  readonly reach: Reach;
}): Source {
  const { plan, name, clock, log, memory, shell, reach } = options;
  const planned = plan.sources[name];
  const kind = sourceKinds.find(({ type }) => type === planned?.type);
  if (planned === undefined || kind === undefined) throw new Error(`the plan let the source ${name} through`);
  const refused = reach.refusal(secretsIn(planned.options));
  if (refused !== undefined) return brokenSource(refused);
  const answer = resolveSecrets(planned.options, options.secrets);
  if ('missing' in answer) return brokenSource(missingSecrets({ source: name, missing: answer.missing }));
  const { resolved, secrets } = answer;
  const checked = kind.options.safeParse(resolved);
  if (!checked.success) {
    const faults = checked.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ');
    return brokenSource(maskSecrets(`the source "${name}" cannot be opened: ${faults}`, secrets));
  }
  const outbound = outboundWithin(options.outbound, reach);
  // What runs here has the whole environment, and may print any of it.
  const maskOthers = printsAnything.has(kind.type) ? secretMasker(options.secrets) : (text: string) => text;
  const mask = (text: string): string => maskOthers(maskSecrets(text, secrets));
  const source = kind.open(checked.data, { name, outbound, clock, log, memory, shell, reach });
  return {
    probe(question) {
      return discreet(source.probe(question), mask);
    },
    close: () => source.close(),
  };
}

const brokenSource = (because: string): Source => ({
  probe: () => ({ observe: async () => ({ type: 'error', because }) }),
  close: async () => undefined,
});

const printsAnything: ReadonlySet<string> = new Set(['command', 'log']);

/** No secret leaves in a reading. */
function discreet(probe: Probe, mask: (text: string) => string): Probe {
  const { history, accept } = probe;
  return {
    async observe(signal, occasion) {
      try {
        return masked(await probe.observe(signal, occasion), mask);
      } catch (cause) {
        // A probe must not reject: a bug of its kind is told as what it is, and every other source goes on.
        const because = `a fault in the source: ${cause instanceof Error ? cause.message : String(cause)}`;
        return { type: 'error', because: mask(because) };
      }
    },
    ...(accept && { accept: (pushed) => accept.call(probe, pushed) }),
    ...(history && {
      async history(stretch, signal): Promise<History> {
        const answer = await history.call(probe, stretch, signal);
        if (answer.type === 'failed') return { ...answer, because: mask(answer.because) };
        return {
          ...answer,
          readings: answer.readings.map((past) => ({ ...past, reading: masked(past.reading, mask) })),
        };
      },
    }),
  };
}

function masked(reading: Reading, mask: (text: string) => string): Reading {
  if (!('because' in reading) || reading.because === undefined) return reading;
  return { ...reading, because: mask(reading.because) };
}
