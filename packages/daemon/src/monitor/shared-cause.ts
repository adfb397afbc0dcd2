import type { Criterion } from '@daywatch/shared/vocabulary/criterion.ts';
import type { Observation } from '@daywatch/shared/vocabulary/observation.ts';
import { type Instant, instant, type Millis, parseRfc3339 } from '@daywatch/shared/vocabulary/time.ts';
import type { Assessment, Judgement } from '@daywatch/shared/vocabulary/verdict.ts';
import { timeOfDay } from '../engine/explain/wording.ts';

interface Known {
  readonly criteria: readonly Pick<Criterion, 'name' | 'source'>[];
  /** The newest reading of each criterion. */
  readonly latest: ReadonlyMap<string, Observation>;
  readonly watch: Millis;
}

interface Lost {
  readonly judgement: Judgement;
  readonly source: string;
  readonly cause: string;
}

/** Criteria of one source that cannot be read for the same reason say so once, and not each for itself. */
export function tellCausesOnce(assessment: Assessment, { criteria, latest, watch }: Known): Assessment {
  const lost = assessment.judgements.flatMap((judgement): Lost[] => {
    const reading = latest.get(judgement.name)?.reading;
    const unseen = judgement.state === 'blind' || judgement.state === 'undecided';
    if (!unseen || reading?.type !== 'error') return [];
    const source = criteria.find(({ name }) => name === judgement.name)?.source;
    if (source === undefined) return [];
    return assessment.because.includes(lineOf(judgement))
      ? [{ judgement, source, cause: causeOf(reading.because, source) }]
      : [];
  });
  if (lost.length < 2) return assessment;
  const because = [...Map.groupBy(lost, ({ source, cause }) => `${source}\n${timeless(cause)}`).values()]
    .filter((group) => group.length > 1)
    .reduce((lines, group) => told(lines, group, { criteria, watch }), assessment.because);
  return { ...assessment, because };
}

/** How the engine writes a judgement into the reasons of the verdict. */
const lineOf = ({ title, because }: Judgement): string => `${title}: ${because}`;

function told(lines: string[], group: readonly Lost[], { criteria, watch }: Omit<Known, 'latest'>): string[] {
  const [{ source, cause } = { source: '', cause: '' }] = group;
  const own = new Set(group.map(({ judgement }) => lineOf(judgement)));
  const all = criteria.filter((criterion) => criterion.source === source).length;
  const many = group.length < all ? `${group.length} of ${all}` : all === 2 ? 'Both' : `All ${all}`;
  const from = source.replace(/^workflow:/, 'the workflow ');
  const last = lastReadingOf(group);
  const since = last === undefined ? 'since the deploy' : `since ${timeOfDay(last, watch)}`;
  const sentence = `${many} criteria of ${from} are lost ${since}: ${cause}`;
  const first = lines.findIndex((line) => own.has(line));
  return lines.flatMap((line, index) => (index === first ? [sentence] : own.has(line) ? [] : [line]));
}

/** When something was read of any of them; `undefined` when nothing ever was. */
function lastReadingOf(group: readonly Lost[]): Instant | undefined {
  const times = group.flatMap(({ judgement }) => parseRfc3339(judgement.lastReadingAt) ?? []);
  return times.length === 0 ? undefined : instant(Math.max(...times));
}

/**
 * What went wrong, without what was asked: `prometheus: GET https://p/query?…: connection refused after 2 ms` is
 * `connection refused`.
 */
function causeOf(because: string, source: string): string {
  const said = because.startsWith(`${source}: `) ? because.slice(source.length + 2) : because;
  const words = said.replace(/ after [\d.,]+ (?:µs|ms|s)$/, '');
  // What came back is quoted, with colons of its own.
  if (words.includes('"')) return words.replace(/^[A-Z]+ \S+ /, '');
  return words.slice(words.lastIndexOf(': ') + 1).trim();
}

const timeless = (words: string): string => words.replace(/[\d.,:]+ (?:µs|ms|s|min|UTC)\b/g, '#');
