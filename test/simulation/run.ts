import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { defaultTuning, referenceTuning, type Tuning } from '../../packages/daemon/src/engine/tuning.ts';
import type { Case } from './case.ts';
import { caseOf, families } from './families/families.ts';
import { play } from './play.ts';
import { heading, line } from './print.ts';
import { publicCases } from './public-cases.ts';
import { isFalseAlarm, type Judged, type Row, tally } from './tally.ts';

/**
 * Days of which the truth is known, through the engine as the reference has it and as it is: the same days for both.
 *
 *   node test/simulation/run.ts --cases 2000 --json test/simulation/results.json
 *   node test/simulation/run.ts --public FOLDER        (labels.json and cases/*.json)
 */
const { values } = parseArgs({
  options: {
    cases: { type: 'string', default: '40' },
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
const [cases, from, seed] = [Number(values.cases), Number(values.from), Number(values.seed)];

function* drawn(family: string): Generator<Case> {
  for (let n = from; n < from + cases; n++) yield caseOf(family, seed, n);
}

const rows: Record<string, Record<string, Row>> = {};
const all: Record<string, Judged[]> = {};
const began = performance.now();
console.log(heading);
if (values.public === undefined) {
  for (const family of values.family ?? Object.keys(families)) judgeAll(family, drawn(family));
  for (const [engine, judged] of Object.entries(all)) show('all', engine, judged);
} else {
  judgeAll('public', publicCases(values.public));
}
console.log(`${((performance.now() - began) / 1000).toFixed(0)} s`);
function judgeAll(family: string, days: Iterable<Case>): void {
  const judged: Record<string, Judged[]> = Object.fromEntries(chosen.map((engine) => [engine, []]));
  for (const { stories, ...of } of days) {
    if (values.note !== undefined && !new RegExp(values.note).test(of.note)) continue;
    for (const engine of chosen) {
      const tuning = engines[engine];
      if (tuning === undefined) throw new Error(`no engine "${engine}"`);
      judged[engine]?.push({ of, outcome: play({ stories }, tuning) });
    }
  }
  for (const [engine, list] of Object.entries(judged)) {
    all[engine] = [...(all[engine] ?? []), ...list];
    show(family, engine, list);
    if (values.verbose) tellOfTheWorst(list);
  }
  if (values.json !== undefined) keep(values.json, family);
}

/** Family by family, so that what is done stays done; the other families of the file stay as they are. */
function keep(file: string, family: string): void {
  const before: { families?: object } = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
  const command = `node test/simulation/run.ts --cases ${cases} --seed ${seed} --json test/simulation/results.json`;
  const kept = { command, families: { ...before.families, [family]: { cases, seed, ...rows[family] } } };
  writeFileSync(file, `${JSON.stringify(kept, null, 1)}\n`);
}

function show(family: string, engine: string, judged: readonly Judged[]): void {
  const row = tally(judged);
  rows[family] = { ...rows[family], [engine]: row };
  console.log(line(family, engine, row));
}

function tellOfTheWorst(list: readonly Judged[]): void {
  for (const each of list) {
    const { of, outcome } = each;
    const minutes = outcome.noGoAt === null ? 'never' : `${(outcome.noGoAt / 60).toFixed(1)} min`;
    const onset = of.truth.type === 'no-change' ? '' : ` onset ${of.truth.onset / 60} min`;
    if (of.truth.type === 'no-change' && outcome.final === 'undecided') console.log(`   no GO ${of.id} ${of.note}`);
    if (isFalseAlarm(each)) console.log(`   false alarm ${of.id} ${minutes}${onset} ${of.note}`);
    else if (of.truth.type === 'regression' && outcome.noGoAt === null)
      console.log(`   missed ${of.truth.level} ${of.id}${onset} ${of.note}`);
    else if (
      of.truth.type === 'regression' &&
      of.truth.level === 'must' &&
      (outcome.noGoAt ?? 0) - of.truth.onset > 7200
    )
      console.log(`   late ${of.id} ${minutes}${onset} ${of.note}`);
  }
}
