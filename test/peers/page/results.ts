import { existsSync, readFileSync } from 'node:fs';
import { allFamilies, type Results as EngineResults } from '../../simulation/results-file.ts';
import type { Row } from '../../simulation/tally.ts';

/** One run of the simulation, as it was committed: family, then who judged. */
export interface Run {
  readonly command: string;
  readonly rows: Readonly<Record<string, Readonly<Record<string, Row>>>>;
}
export interface Results {
  readonly engine: Run;
  readonly peers: Run;
}

const engineFile = new URL('../../simulation/results.json', import.meta.url);
const peersFile = new URL('../results.json', import.meta.url);

/** The two committed runs; undefined as long as one of them has not been made whole. */
export function readResults(): Results | undefined {
  if (!existsSync(engineFile) || !existsSync(peersFile)) return undefined;
  const { command, families }: EngineResults = JSON.parse(readFileSync(engineFile, 'utf8'));
  if (!Object.hasOwn(families, allFamilies)) return undefined;
  const rows = Object.fromEntries(Object.entries(families).map(([family, of]) => [family, of.rows]));
  const peers: Run = JSON.parse(readFileSync(peersFile, 'utf8'));
  return sameDays({ engine: { command, rows }, peers });
}

/** Throws when the two runs are not about the same days: they could not stand in one table. */
export function sameDays(results: Results): Results {
  const different = differentDays(results);
  if (different === undefined) return results;
  throw new Error(
    `${different}: the engine and the peers judged different days. Engine: ${results.engine.command}; peers: ${results.peers.command}`,
  );
}

/** The first family in which the two runs saw other days: other numbers of calm ones, or of regressions of a level. */
function differentDays({ engine, peers }: Results): string | undefined {
  return Object.keys(engine.rows).find((family) => daysOf(engine, family) !== daysOf(peers, family));
}

function daysOf({ rows }: Run, family: string): string {
  const [row] = Object.values(rows[family] ?? {});
  const { days, earlyDays, found } = row ?? {};
  return [days, earlyDays, found?.must.of, found?.should.of, found?.hard.of].join();
}

/** Everybody's row of one family: reference, Daywatch, and the peers. */
export const judgesOf = ({ engine, peers }: Results, family: string): Readonly<Record<string, Row>> => ({
  ...engine.rows[family],
  ...peers.rows[family],
});
