import type { PushedLine } from '@daywatch/shared/vocabulary/observation.ts';
import { readingOf } from '@daywatch/shared/vocabulary/observation.ts';
import type { EnvironmentPlan } from '@daywatch/shared/vocabulary/plan.ts';
import type { Problem } from '@daywatch/shared/vocabulary/problem.ts';
import { type Instant, minutes, parseRfc3339, plus, rfc3339 } from '@daywatch/shared/vocabulary/time.ts';
import type { Pushed } from '../ports/source.ts';
import { readingFits } from './reading-fits.ts';

/** Clocks differ. */
const aheadAtMost = minutes(1);

/** Pushed readings, each of a criterion that takes them; or every fault of the batch, and then nothing is taken. */
export function checkPushed(
  lines: readonly PushedLine[],
  {
    plan,
    takers,
    now,
  }: { readonly plan: EnvironmentPlan; readonly takers: ReadonlySet<string>; readonly now: Instant },
):
  | { readonly pushed: readonly { readonly criterion: string; readonly letter: Pushed }[] }
  | { readonly problems: Problem[] } {
  const problems: Problem[] = [];
  const fault = (index: number, key: string, code: string, message: string, hint: string) =>
    problems.push({ code, path: `body.observations[${index}].${key}`, message, hint });
  const open = [...takers].join(', ');
  const hint = open === '' ? 'No criterion here has a source of type push.' : `Readings are taken for ${open}.`;

  const pushed = lines.map((line, index) => {
    const { criterion: name } = line;
    const criterion = plan.watch.criteria.find((one) => one.name === name);
    const reading = readingOf(line);
    const at = line.at === undefined ? now : (parseRfc3339(line.at) ?? now);
    if (criterion === undefined)
      fault(index, 'criterion', 'unknown-criterion', `there is no criterion "${name}"`, hint);
    else if (!takers.has(name))
      fault(index, 'criterion', 'not-pushed', `"${name}" is measured by the source "${criterion.source}"`, hint);
    else if (!readingFits(reading, criterion.measure))
      fault(
        index,
        'criterion',
        'wrong-measure',
        `"${name}" is a ${criterion.measure}, and this is a ${reading.type}`,
        'See the example of each measure in /docs.',
      );
    if (at > plus(now, aheadAtMost))
      fault(
        index,
        'at',
        'in-the-future',
        `${rfc3339(at)} is in the future; here it is ${rfc3339(now)}`,
        'Leave `at` out for "now", or set the clock.',
      );
    return { criterion: name, letter: { at, reading, timed: line.at !== undefined } };
  });
  return problems.length > 0 ? { problems } : { pushed };
}
