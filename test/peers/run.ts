import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { caseOf, families } from '../simulation/families/families.ts';
import { heading, line } from '../simulation/print.ts';
import { type Judged, type Row, tally } from '../simulation/tally.ts';
import { judgeDay } from './rule.ts';
import { rules } from './rules.ts';

/**
 * The rules of other tools over the days of the simulation: the same seed gives the same days as `test/simulation`.
 *
 *   node test/peers/run.ts --cases 2000 --cases several=700 --json test/peers/results.json
 */
const { values } = parseArgs({
  options: {
    cases: { type: 'string', multiple: true, default: ['40'] },
    family: { type: 'string', multiple: true },
    seed: { type: 'string', default: '1' },
    json: { type: 'string' },
  },
});
const seed = Number(values.seed);
const chosen = values.family ?? Object.keys(families);
const cases = Object.fromEntries(chosen.map((family) => [family, casesOf(family)]));
const plain = Object.fromEntries(Object.entries(rules).map(([name, { rule }]) => [name, rule]));
const rows: Record<string, Record<string, Row>> = {};
const all: Record<string, Judged[]> = {};

console.log(heading);
for (const family of chosen) {
  const judged: Record<string, Judged[]> = Object.fromEntries(Object.keys(rules).map((name) => [name, []]));
  for (let n = 0; n < (cases[family] ?? 0); n++) {
    const { stories, ...of } = caseOf(family, seed, n);
    for (const [name, outcome] of Object.entries(judgeDay(stories, plain))) judged[name]?.push({ of, outcome });
  }
  show(family, judged);
  for (const [name, list] of Object.entries(judged)) all[name] = [...(all[name] ?? []), ...list];
}
show('all', all);
if (values.json !== undefined) {
  const wanted = values.cases.map((number) => `--cases ${number}`).join(' ');
  const command = `node test/peers/run.ts ${wanted} --seed ${seed} --json test/peers/results.json`;
  writeFileSync(values.json, `${JSON.stringify({ command, cases, seed, rows }, null, 1)}\n`);
}

/** The last number given for the family, or for all. */
function casesOf(family: string): number {
  const own = values.cases.findLast((number) => number.startsWith(`${family}=`));
  return Number(own?.slice(family.length + 1) ?? values.cases.findLast((number) => !number.includes('=')));
}

function show(family: string, judged: Readonly<Record<string, readonly Judged[]>>): void {
  for (const [name, list] of Object.entries(judged)) {
    const row = tally(list);
    rows[family] = { ...rows[family], [name]: row };
    console.log(line(family, name, row));
  }
}
