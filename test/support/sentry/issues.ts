import type { Group } from './grouping.ts';

export interface IssueState extends Group {
  readonly id: string;
  readonly level: string;
  status: 'unresolved' | 'resolved' | 'ignored';
  substatus: string | null;
  readonly events: {
    readonly at: number;
    readonly environment: string;
    readonly level: string;
    readonly release: string | undefined;
    readonly user: string | undefined;
  }[];
  readonly activity: { readonly type: string; readonly dateCreated: string }[];
}

/** What a person or a program has asked for wrongly. */
export class SearchError extends Error {}

export interface Search {
  readonly is: readonly string[];
  readonly firstRelease: string | undefined;
  readonly levels: readonly string[] | undefined;
  readonly words: readonly string[];
}

const term = /(\w[\w.]*):(?:"([^"]*)"|\[([^\]]*)\]|(\S+))|(\S+)/g;

/** https://docs.sentry.io/concepts/search/, as far as it is asked here; any other term is refused. */
export function searchOf(query: string): Search {
  const is: string[] = [];
  const words: string[] = [];
  let firstRelease: string | undefined;
  let levels: readonly string[] | undefined;
  for (const [, key, quoted, list, bare, word] of query.matchAll(term)) {
    const value = quoted ?? bare;
    if (word !== undefined) words.push(word);
    else if (key === 'is' && value !== undefined) is.push(value);
    else if (key === 'firstRelease') firstRelease = value;
    else if (key === 'level') levels = list === undefined ? [value ?? ''] : list.split(',').map((one) => one.trim());
    else throw new SearchError(`Error parsing search query: invalid key ${key}`);
  }
  return { is, firstRelease, levels, words };
}

export function matchesSearch(issue: IssueState, { is, firstRelease, levels, words }: Search): boolean {
  const states: readonly (string | null)[] = [issue.status, issue.substatus];
  const first = issue.events.reduce((one, other) => (other.at < one.at ? other : one));
  return (
    is.every((state) => states.includes(state)) &&
    (firstRelease === undefined || first.release === firstRelease) &&
    (levels === undefined || levels.includes(issue.level)) &&
    words.every((word) => issue.title.toLowerCase().includes(word.toLowerCase()))
  );
}

/** An issue as the API shows it, of the events of these environments. */
export function issueView(issue: IssueState, environments: readonly string[], url: string): object {
  const events = issue.events.filter(
    ({ environment }) => environments.length === 0 || environments.includes(environment),
  );
  const times = events.map(({ at }) => at);
  const users = new Set(events.flatMap(({ user }) => user ?? []));
  const { id, title, culprit, level, status, substatus, metadata } = issue;
  return {
    id,
    shareId: null,
    shortId: `SHOP-${Number(id).toString(36).toUpperCase()}`,
    title,
    culprit,
    permalink: `${url}/organizations/acme/issues/${id}/`,
    logger: null,
    level,
    status,
    statusDetails: {},
    substatus,
    isPublic: false,
    platform: 'node',
    project: { id: '42', name: 'Shop', slug: 'shop', platform: 'node' },
    type: 'error',
    metadata,
    numComments: 0,
    assignedTo: null,
    isBookmarked: false,
    isSubscribed: false,
    hasSeen: false,
    annotations: [],
    issueType: 'error',
    issueCategory: 'error',
    isUnhandled: false,
    count: String(events.length),
    userCount: users.size,
    firstSeen: new Date(Math.min(...times)).toISOString(),
    lastSeen: new Date(Math.max(...times)).toISOString(),
  };
}
