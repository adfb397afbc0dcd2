import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { Row } from './tally.ts';

/** What a run has found so far, family by family; how many cases of each, and how to find it again. */
export interface Results {
  readonly command: string;
  readonly families: Readonly<Record<string, FamilyResults>>;
}
export interface FamilyResults {
  readonly cases: number;
  readonly seed: number;
  /** By engine: `reference`, `daywatch`. */
  readonly rows: Readonly<Record<string, Row>>;
}

/** Beside the families: their days together, once all of them were judged in one run. */
export const allFamilies = 'all';

/** Replaces one family and leaves the others of the file as they are, so that what is done stays done. */
export function keepResults(file: string, family: string, results: FamilyResults): void {
  const before: Partial<Results> = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
  const families = { ...before.families, [family]: results };
  const sizes = Object.entries(families).flatMap(([name, { cases }]) =>
    name === allFamilies ? [] : [`--cases ${name}=${cases}`],
  );
  const command = `node test/simulation/run.ts ${sizes.join(' ')} --seed ${results.seed} --json test/simulation/results.json`;
  writeFileSync(file, `${JSON.stringify({ command, families } satisfies Results, null, 2)}\n`);
}
