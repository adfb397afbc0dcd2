import { isFalseAlarm, type Judged } from './tally.ts';

/** A line for each day that was not judged as it should be. */
export function tellOfTheWorst(list: readonly Judged[]): void {
  for (const each of list) {
    const said = complaint(each);
    if (said !== undefined) console.log(`   ${said} ${each.of.id} ${timesOf(each)} ${each.of.note}`);
  }
}

/** A clear regression that is found later than this is worth a look, in seconds. */
const late = 7200;

function complaint(each: Judged): string | undefined {
  const { truth } = each.of;
  const { noGoAt, final } = each.outcome;
  if (isFalseAlarm(each)) return 'false alarm';
  if (truth.type === 'no-change') return final === 'undecided' ? 'no GO' : undefined;
  if (truth.type === 'transient') return undefined;
  if (noGoAt === null) return `missed ${truth.level}`;
  return truth.level === 'must' && noGoAt - truth.onset > late ? 'late' : undefined;
}

function timesOf({ of: { truth }, outcome: { noGoAt } }: Judged): string {
  const said = noGoAt === null ? 'never' : `${(noGoAt / 60).toFixed(1)} min`;
  return truth.type === 'no-change' ? said : `${said} (onset ${(truth.onset / 60).toFixed(1)} min)`;
}
