import { parseArgs } from 'node:util';
import { defaultTuning, referenceTuning, type Tuning } from '../../packages/daemon/src/engine/tuning.ts';
import type { Case } from './case.ts';
import { caseOf, families } from './families/families.ts';
import { play } from './play.ts';
import { heading, line } from './print.ts';
import { publicCases } from './public-cases.ts';
import { allFamilies, keepResults } from './results-file.ts';
import { type Judged, tally } from './tally.ts';
import { tellOfTheWorst } from './tell.ts';

/**
 * Days of which the truth is known, through the engine as the reference has it and as it is: the same days for both.
 *
 *   node test/simulation/run.ts --cases 2000 --cases several=700 --json test/simulation/results.json
 *   node test/simulation/run.ts --public FOLDER                       (labels.json and cases/*.json)
 *   node test/simulation/run.ts --family rate --tune '{"blockCare":1}' --note 'ar.9.*baseline=24h' --verbose
 */
const { values } = parseArgs({
  options: {
    cases: { type: 'string', multiple: true, default: ['40'] },
    from: { type: 'string', default: '0' },
    family: { type: 'string', multiple: true },
    seed: { type: 'string', default: '1' },
    engine: { type: 'string', multiple: true },
    tune: { type: 'string' },
    note: { type: 'string' },
    public: { type: 'string' },
    verbose: { type: 'boolean', default: false },
    json: { type: 'string' },
  },
});
const engines: Record<string, Tuning> = {
  reference: referenceTuning,
  daywatch: defaultTuning,
  ...(values.tune === undefined ? {} : { trial: { ...defaultTuning, ...JSON.parse(values.tune) } }),
};
const chosen = values.engine ?? Object.keys(engines);
const [from, seed] = [Number(values.from), Number(values.seed)];
/** All families advance together, so that a run that is ended early has something to say of each. */
const roundLength = 50;

const judged = new Map<string, Map<string, Judged[]>>();
const began = performance.now();
if (values.public === undefined) judgeInRounds(values.family ?? Object.keys(families));
else for (const day of publicCases(values.public)) judge('public', day);

console.log(heading);
const whole = new Map<string, Judged[]>();
for (const [family, byEngine] of judged) {
  for (const [engine, list] of byEngine) {
    console.log(line(family, engine, tally(list)));
    if (values.verbose) tellOfTheWorst(list);
    whole.set(engine, [...(whole.get(engine) ?? []), ...list]);
  }
}
const together = Object.fromEntries([...whole].map(([engine, list]) => [engine, tally(list)]));
for (const [engine, row] of Object.entries(together)) console.log(line(allFamilies, engine, row));
if (values.json !== undefined && values.family === undefined) {
  const cases = Object.keys(families)
    .map(casesOf)
    .reduce((sum, more) => sum + more, 0);
  keepResults(values.json, allFamilies, { cases, seed, rows: together });
}
console.log(`${((performance.now() - began) / 1000).toFixed(0)} s`);

function judgeInRounds(names: readonly string[]): void {
  const most = Math.max(...names.map(casesOf));
  for (let done = 0; done < most; done += roundLength) {
    for (const family of names) {
      const end = Math.min(done + roundLength, casesOf(family));
      for (let n = done; n < end; n++) judge(family, caseOf(family, seed, from + n));
      if (end > done && values.json !== undefined) keep(values.json, family, end);
    }
  }
}

/** `--cases 2000` speaks of all families, `--cases several=700` of one. */
function casesOf(family: string): number {
  const own = values.cases.find((told) => told.startsWith(`${family}=`));
  const general = values.cases.find((told) => !told.includes('='));
  return Number(own?.slice(family.length + 1) ?? general ?? 40);
}

function judge(family: string, { stories, ...of }: Case): void {
  if (values.note !== undefined && !new RegExp(values.note).test(of.note)) return;
  for (const engine of chosen) {
    const tuning = engines[engine];
    if (tuning === undefined) throw new Error(`no engine "${engine}"`);
    listOf(family, engine).push({ of, outcome: play({ stories }, tuning) });
  }
}

function listOf(family: string, engine: string): Judged[] {
  const byEngine = judged.get(family) ?? new Map<string, Judged[]>();
  judged.set(family, byEngine);
  const list = byEngine.get(engine) ?? [];
  byEngine.set(engine, list);
  return list;
}

function keep(file: string, family: string, cases: number): void {
  const rows = Object.fromEntries(chosen.map((engine) => [engine, tally(listOf(family, engine))]));
  keepResults(file, family, { cases, seed, rows });
}
