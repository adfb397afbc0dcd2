import { inSeconds } from '@daywatch/shared/vocabulary/time.ts';
import type { KeptOutcome } from './kept-outcomes.ts';
import type { Pace } from './pace.ts';
import type { ReleaseCase } from './release-case.ts';

export interface Tried {
  readonly of: ReleaseCase;
  readonly outcome: KeptOutcome;
}

const code = (name: string) => `\`${name}\``;
const named = (names: readonly string[]) => (names.length === 0 ? 'none' : names.map(code).join(', '));
const since = (at: number | undefined) => (at === undefined ? '' : `${at.toFixed(0)} s`);

function runsOf(tried: readonly Tried[]): string {
  const runs = [...new Set(tried.map(({ outcome }) => outcome.run))].toSorted();
  const [first, last] = [runs.at(0), runs.at(-1)];
  if (first === last) return `All rows are of the one run that began ${first}.`;
  return `The rows are of several runs, begun between ${first} and ${last}.`;
}

/** The page docs/releases.md. */
export function releasesPage(tried: readonly Tried[], pace: Pace): string {
  const rows = tried.map(({ of, outcome }) => {
    const others = Object.keys(outcome.failed).filter((name) => !of.found.includes(name));
    const firstFound = of.found.map((name) => outcome.failed[name]).find((at) => at !== undefined);
    const cells = [
      code(of.release),
      of.fault,
      named(of.found),
      since(outcome.foundAfter),
      since(firstFound),
      named(others),
      outcome.verdict.toUpperCase(),
      outcome.recommendation.replace('-', ' '),
    ];
    return `| ${cells.join(' | ')} |`;
  });
  const reasons = tried.flatMap(({ of, outcome }) => {
    const others = Object.keys(outcome.failed).filter((name) => of.besides[name] !== undefined);
    return others.length === 0
      ? []
      : [`- ${code(of.release)}: ${others.map((name) => `${code(name)} because ${of.besides[name]}`).join('; ')}.`];
  });
  const sentences = tried.map(({ of, outcome }) => `**${of.release}** ${outcome.because}`.replaceAll('|', '\\|'));
  return `# The shop's releases, each found by the criterion that should find it

Made by \`node test/releases/run.ts\`. Each row is a run of its own: the shop on a database of its own with a year of trade, a good release
in production, customers, a Sentry, a daemon with the shop's whole plan. Then the release is deployed the way the plan says, and
watched. A day is ${pace.watch} here: readings every second, of what the plan reads each minute every three; the
${inSeconds(pace.baseline)} s before the deploy are the baseline. A statement counts as slower when it is four times slower for ${pace.slowerFor}, not
twice for 4m: in so short a time any machine stalls.

| release | what is wrong | must be found by | found after | failing since | also failed | verdict | recommended |
| --- | --- | --- | --- | --- | --- | --- | --- |
${rows.join('\n')}

${runsOf(tried)}
*Found after* says, in seconds from the end of the deploy, when NO-GO because of that criterion was written into the record of the
deployment; *failing since*, when what made the criterion fail began, some readings before. All of these releases pass the
verification right after the deploy. What *also failed* is a consequence of the same fault; anything else would be an error of the run. One release of the shop is not here: with
\`crash-on-start\` the deploy script fails, and there is nothing to watch.

${reasons.join('\n')}

## What Daywatch said

${sentences.join('\n\n')}
`;
}
