import type { Reading } from '@daywatch/shared/vocabulary/observation.ts';
import { between, formatDuration, hours } from '@daywatch/shared/vocabulary/time.ts';
import { groupThousands } from '@daywatch/shared/vocabulary/units.ts';
import * as z from 'zod';
import type { Occasion } from '../../ports/source.ts';
import { isAtLeast, type Level } from './level.ts';
import type { Signature } from './signatures.ts';
import { levelless, type Standing, silence, type Tally, timeOfDay } from './tally.ts';

const saved = z.strictObject({
  lines: z.number(),
  met: z.array(z.number()),
  deployment: z.string().nullable(),
  told: z.array(z.number()),
});

/** With less from before the deploy, an error that is rare may only seem new. */
const enoughHistory = hours(1);
const mostShown = 3;

/** Kinds of error lines that were not there before the deploy, each counted in one reading only. */
export function signaturesTally(least: Level): Tally {
  let lines = 0;
  /** Signatures met since the last reading. */
  let met = new Set<number>();
  /** Of this deployment they were told. */
  let told: { deployment: string | null; signatures: Set<number> } = { deployment: null, signatures: new Set() };

  function fresh(standing: Standing, deployed: NonNullable<Occasion['deployed']>): readonly (readonly Signature[])[] {
    // A rollback is another beginning of the same deployment.
    const deployment = `${deployed.deployment} ${deployed.since}`;
    if (told.deployment !== deployment) told = { deployment, signatures: new Set() };
    const faults = standing.signatures
      .faultsSince(deployed.since)
      .filter((fault) => fault.some(({ id }) => met.has(id)) && !fault.some(({ id }) => told.signatures.has(id)));
    // A reading that is not judged would have told it in vain: it is told again if it comes again.
    if (standing.occasion.judged !== false) for (const { id } of faults.flat()) told.signatures.add(id);
    return faults;
  }

  return {
    note(entry, { isHistory, signature }) {
      if (!isHistory) lines += 1;
      if (signature !== undefined && isAtLeast(entry.level, least)) met.add(signature);
    },
    take(standing) {
      const seen = lines;
      const { deployed } = standing.occasion;
      const trouble =
        (seen === 0 && met.size === 0 ? silence(standing) : undefined) ??
        levelless(standing) ??
        (deployed === undefined ? nothingDeployed : notLearned(standing, deployed));
      const faults = trouble !== undefined || deployed === undefined ? [] : fresh(standing, deployed);
      lines = 0;
      met = new Set();
      if (trouble !== undefined || deployed === undefined) return trouble ?? nothingDeployed;
      const because = [
        ...(faults.length === 0 ? [] : [inWords(faults, deployed, standing)]),
        ...caveat(standing, deployed),
      ];
      return { type: 'count', count: faults.length, ...(because.length > 0 && { because: because.join('; ') }) };
    },
    save: () => ({ lines, met: [...met], deployment: told.deployment, told: [...told.signatures] }),
    restore(kept) {
      const read = saved.safeParse(kept);
      if (!read.success) return;
      lines = read.data.lines;
      met = new Set(read.data.met);
      told = { deployment: read.data.deployment, signatures: new Set(read.data.told) };
    },
  };
}

type Deployed = NonNullable<Occasion['deployed']>;

const nothingDeployed: Reading = {
  type: 'absent',
  because: 'no deploy is known yet, so nothing can be new since it; the errors there are were learned',
};

function notLearned({ signatures, now }: Standing, { since }: Deployed): Reading | undefined {
  const learned = signatures.since();
  if (learned !== undefined && learned < since) return undefined;
  const oldest =
    learned === undefined ? 'no line was seen yet' : `the oldest line seen is from ${timeOfDay(learned, now)}`;
  return {
    type: 'absent',
    because: `${oldest}, and the deploy began at ${timeOfDay(since, now)}: without lines from before it nothing can be told to be new`,
  };
}

function inWords(faults: readonly (readonly Signature[])[], { version, since }: Deployed, { now }: Standing): string {
  const kinds = faults.length === 1 ? 'a kind of error' : `${faults.length} kinds of errors`;
  const shown = faults.slice(0, mostShown).map((fault) => {
    const lines = fault.reduce((sum, signature) => sum + signature.lines, 0);
    const variants = fault.length === 1 ? '' : `, written in ${fault.length} ways`;
    return `"${fault[0]?.example}" (${groupThousands(lines)} ${lines === 1 ? 'line' : 'lines'}${variants})`;
  });
  const more = faults.length > mostShown ? `, and ${faults.length - mostShown} more` : '';
  return `${kinds} never seen before the deploy of ${version} (${timeOfDay(since, now)}): ${shown.join(', ')}${more}`;
}

function caveat({ signatures }: Standing, { since }: Deployed): readonly string[] {
  const learned = signatures.since();
  if (learned === undefined) return [];
  const span = between(learned, since);
  return span >= enoughHistory ? [] : [`only ${formatDuration(span)} of the log from before the deploy were seen`];
}
