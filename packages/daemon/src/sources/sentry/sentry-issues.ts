import { type Instant, parseRfc3339 } from '@daywatch/shared/vocabulary/time.ts';
import * as z from 'zod';
import type { Answer, Params, SentryApi } from './sentry-api.ts';
import { type SentryLevel, sentryLevels } from './sentry-options.ts';

const time = z.string().transform((text, context): Instant => {
  const at = parseRfc3339(text);
  if (at !== undefined) return at;
  context.addIssue({ code: 'custom', message: `"${text}" is not a time` });
  return z.NEVER;
});
const text = z.string().nullish();

const issueShape = z.object({
  id: z.string(),
  title: z.string(),
  culprit: text,
  permalink: text,
  level: z.string(),
  /** `ignored` is what people see as archived. */
  status: z.string(),
  count: z.union([z.string(), z.number()]).transform(Number),
  userCount: z.number(),
  firstSeen: time,
  lastSeen: time,
  metadata: z.object({ type: text, value: text, filename: text, function: text }).nullish(),
});
/** A group of events that Sentry takes for one fault. */
export type SentryIssue = z.infer<typeof issueShape>;

const pageSize = '100';
const mostPages = 10;

export interface IssueList {
  readonly issues: readonly SentryIssue[];
  /** There are more than were asked for. */
  readonly isCut: boolean;
}

/**
 * The issues of a project that a search finds, page by page while `wanted` is true of them; in the order of `sort`:
 * `new` by the first event, `date` by the last, newest first.
 */
export async function listIssues(
  api: SentryApi,
  asked: {
    readonly query: string;
    readonly sort: 'new' | 'date';
    readonly environments: readonly string[];
    wanted(issue: SentryIssue): boolean;
  },
  signal: AbortSignal,
): Promise<Answer<IssueList>> {
  const project = await api.project(signal);
  if (project.type === 'failed') return project;
  const params: Params = [
    ['project', project.value],
    ...asked.environments.map((environment) => ['environment', environment] as const),
    ['query', asked.query],
    ['sort', asked.sort],
    ['limit', pageSize],
  ];
  const issues: SentryIssue[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < mostPages; page += 1) {
    const from: Params = cursor === undefined ? [] : [['cursor', cursor]];
    const path = api.organization('/issues/');
    const answer = await api.get(path, [...params, ...from], z.array(issueShape), signal);
    if (answer.type === 'failed') return answer;
    const wanted = answer.value.filter((issue) => asked.wanted(issue));
    issues.push(...wanted);
    cursor = answer.next;
    // They are in order: what follows is older still.
    if (cursor === undefined || wanted.length < answer.value.length)
      return { type: 'answered', value: { issues, isCut: false } };
  }
  return { type: 'answered', value: { issues, isCut: true } };
}

/** Whether people want to hear of it: it is bad enough, and nobody has archived it. */
export function isOpen(issue: SentryIssue, least: SentryLevel): boolean {
  const rank = (sentryLevels as readonly string[]).indexOf(issue.level);
  // One that Sentry does not call by a level of ours may be as bad as any; only what it calls a sample is not.
  const isBad = rank === -1 ? issue.level !== 'sample' : rank <= sentryLevels.indexOf(least);
  return issue.status !== 'ignored' && isBad;
}

/** Fragments of one fault: of the same type, at the same culprit or at the same place at the top of the stack. */
export function foldIssues(issues: readonly SentryIssue[]): readonly (readonly SentryIssue[])[] {
  const faults: SentryIssue[][] = [];
  for (const issue of issues) {
    const fault = faults.find((fragments) => fragments.some((fragment) => isSameFault(fragment, issue)));
    if (fault === undefined) faults.push([issue]);
    else fault.push(issue);
  }
  return faults;
}

function isSameFault(one: SentryIssue, other: SentryIssue): boolean {
  if (typeOf(one) !== typeOf(other)) return false;
  const isSameCulprit = isText(one.culprit) && one.culprit === other.culprit;
  return isSameCulprit || (topOf(one) !== undefined && topOf(one) === topOf(other));
}

const isText = (value: string | null | undefined): value is string => typeof value === 'string' && value !== '';

/** A message that somebody sent without an error has no type: it is its own. */
const typeOf = ({ metadata, title }: SentryIssue): string => (isText(metadata?.type) ? metadata.type : title);

function topOf({ metadata }: SentryIssue): string | undefined {
  if (!isText(metadata?.filename) || !isText(metadata.function)) return undefined;
  return `${metadata.function} in ${metadata.filename}`;
}
