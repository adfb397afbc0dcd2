import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { releaseCases } from './release-case.ts';
import type { Tried } from './releases-page.ts';
import type { Outcome } from './try-release.ts';

/** An outcome, and when the run began that it is of. */
export interface KeptOutcome extends Outcome {
  readonly run: string;
}

const file = fileURLToPath(new URL('./outcomes.json', import.meta.url));

/** What came of each release when it was tried last, in the order of the cases. */
export function keptOutcomes(): readonly Tried[] {
  const kept: Record<string, KeptOutcome> = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
  return releaseCases.flatMap((of) => {
    const came = kept[of.release];
    return came === undefined ? [] : [{ of, outcome: came }];
  });
}

export function keepOutcome(release: string, came: KeptOutcome): void {
  const kept = keptOutcomes().map(({ of, outcome }) => [of.release, outcome] as const);
  writeFileSync(file, `${JSON.stringify({ ...Object.fromEntries(kept), [release]: came }, null, 2)}\n`);
}
