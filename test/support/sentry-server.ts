import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { gunzipSync } from 'node:zlib';
import { type Envelope, parseEnvelope } from './sentry/envelope.ts';
import { groupOf, type SentEvent } from './sentry/grouping.ts';
import { type IssueState, issueView, matchesSearch, type Search, SearchError, searchOf } from './sentry/issues.ts';
import { SessionSums } from './sentry/sessions.ts';

export const sentryToken = 'sntryu_0123456789abcdef0123456789abcdef';
export const sentryOrganization = 'acme';
export const sentryProject = { id: '42', slug: 'shop' };

/**
 * What Sentry does with what its SDKs send, and what its web API says of it (https://docs.sentry.io/api/): as far as a
 * source asks it. In memory, for tests.
 */
export class SentryServer {
  private readonly server: Server;
  private issues: IssueState[] = [];
  private readonly sessions = new SessionSums();
  /** Every name that came with an event or a session. */
  private readonly releases = new Set<string>();
  /** Answers that may still be given; then 429. */
  private remaining = Number.POSITIVE_INFINITY;
  private resetAt = 0;
  private retryAfter: string | undefined;
  /** Addresses that were asked, without the host. */
  readonly asked: string[] = [];
  private readonly now: () => number;

  constructor(now: () => number) {
    this.now = now;
    this.server = createServer((request, response) => void this.serve(request, response));
  }

  async listen(): Promise<void> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', () => resolve()));
  }

  async close(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.server.close(() => resolve());
      this.server.closeAllConnections();
    });
  }

  url(): string {
    const address = this.server.address();
    if (address === null || typeof address === 'string') throw new Error('the server does not listen on TCP');
    return `http://127.0.0.1:${address.port}`;
  }

  /** What an SDK is given. */
  dsn(): string {
    return `${this.url().replace('//', '//0123456789abcdef@')}/${sentryProject.id}`;
  }

  issueList(): readonly IssueState[] {
    return this.issues;
  }

  /** As a person does in the browser. */
  mark(id: string, status: 'resolved' | 'ignored'): void {
    const issue = this.issues.find((one) => one.id === id);
    if (issue === undefined) throw new Error(`there is no issue ${id}`);
    issue.status = status;
    issue.substatus = status === 'ignored' ? 'archived_until_escalating' : null;
    issue.activity.push({ type: `set_${status}`, dateCreated: iso(this.now()) });
  }

  /** So many answers more, then 429 until `resetAt` (seconds since 1970). */
  limitRate(remaining: number, resetAt: number, retryAfter?: string): void {
    this.remaining = remaining;
    this.resetAt = resetAt;
    this.retryAfter = retryAfter;
  }

  /** An event as an SDK sends it. */
  take(event: SentEvent): void {
    const group = groupOf(event);
    const at = (event.timestamp ?? this.now() / 1_000) * 1_000;
    const seen = {
      at,
      environment: event.environment ?? 'production',
      level: event.level ?? 'error',
      release: event.release,
      user: event.user?.id ?? event.user?.email ?? event.user?.ip_address,
    };
    this.hears(event.release);
    const known = this.issues.find(({ key }) => key === group.key);
    if (known === undefined) {
      const id = String(1_000 + this.issues.length);
      this.issues.push({
        id,
        ...group,
        level: seen.level,
        status: 'unresolved',
        substatus: 'new',
        events: [seen],
        activity: [{ type: 'first_seen', dateCreated: iso(at) }],
      });
      return;
    }
    known.events.push(seen);
    if (known.status !== 'resolved') return;
    known.status = 'unresolved';
    known.substatus = 'regressed';
    known.activity.push({ type: 'set_regression', dateCreated: iso(at) });
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', this.url());
    const body = await bodyOf(request);
    const ingest = /^\/api\/(\d+)\/envelope\/$/.exec(url.pathname);
    if (ingest !== null && request.method === 'POST') {
      this.ingest(parseEnvelope(body));
      send(response, 200, {});
      return;
    }
    this.asked.push(`${url.pathname}${url.search}`);
    try {
      this.answer(request, url, response);
    } catch (error) {
      if (!(error instanceof SearchError)) throw error;
      send(response, 400, { detail: error.message });
    }
  }

  private ingest(envelope: Envelope): void {
    for (const { type, payload } of envelope.items) {
      if (type === 'event') this.take(payload as SentEvent);
      else if (type === 'session') this.sessions.takeOne(payload);
      else if (type === 'sessions') this.sessions.takeSums(payload);
      if (type !== 'event') this.hears((payload as { attrs?: { release?: string } }).attrs?.release);
    }
  }

  private hears(release: string | undefined): void {
    if (release !== undefined) this.releases.add(release);
  }

  private answer(request: IncomingMessage, url: URL, response: ServerResponse): void {
    if (request.headers.authorization !== `Bearer ${sentryToken}`) {
      send(response, 401, { detail: 'Invalid token' });
      return;
    }
    if (this.now() >= this.resetAt * 1_000) this.remaining = Math.max(this.remaining, 40);
    this.remaining -= 1;
    const limits = {
      'X-Sentry-Rate-Limit-Limit': '40',
      'X-Sentry-Rate-Limit-Remaining': String(Math.max(0, Math.min(40, this.remaining))),
      'X-Sentry-Rate-Limit-Reset': String(this.resetAt),
      'X-Sentry-Rate-Limit-ConcurrentLimit': '25',
      'X-Sentry-Rate-Limit-ConcurrentRemaining': '24',
    };
    if (this.remaining < 0) {
      const wait = this.retryAfter === undefined ? {} : { 'Retry-After': this.retryAfter };
      send(
        response,
        429,
        { detail: 'You are attempting to use this endpoint too frequently. Limit is 40 requests in 1 seconds' },
        { ...limits, ...wait },
      );
      return;
    }
    const path = url.pathname.replace('/api/0', '');
    const organization = `/organizations/${sentryOrganization}`;
    if (path === `/projects/${sentryOrganization}/${sentryProject.slug}/`)
      send(response, 200, { ...sentryProject, name: 'Shop', platform: 'node' }, limits);
    else if (path === `${organization}/issues/`) this.list(url, response, limits);
    else if (path.startsWith(`${organization}/issues/`)) this.one(path.split('/')[4] ?? '', response, limits);
    else if (path.startsWith(`${organization}/releases/`)) {
      const version = decodeURIComponent(path.split('/')[4] ?? '');
      if (this.releases.has(version)) send(response, 200, { version, projects: [sentryProject] }, limits);
      else send(response, 404, { detail: 'The requested resource does not exist' }, limits);
    } else if (path === `${organization}/events/`) this.count(url, response, limits);
    else if (path === `${organization}/sessions/`)
      send(response, 200, this.sessions.view(url.searchParams, this.now()), limits);
    else send(response, 404, { detail: 'The requested resource does not exist' }, limits);
  }

  private list({ searchParams: params, pathname }: URL, response: ServerResponse, limits: Headers): void {
    this.checkProject(params);
    const environments = params.getAll('environment');
    const search = searchOf(params.get('query') ?? 'is:unresolved');
    const found = this.found(search, environments).sort((one, other) =>
      params.get('sort') === 'new' ? other.firstSeen - one.firstSeen : other.lastSeen - one.lastSeen,
    );
    const limit = Math.min(100, Number(params.get('limit') ?? 25));
    const from = Number((params.get('cursor') ?? '0:0:0').split(':')[1]);
    const page = found.slice(from, from + limit);
    const address = (cursor: string) => `<${this.url()}${pathname}?&cursor=${cursor}>`;
    const [before, after] = [`0:${Math.max(0, from - limit)}:1`, `0:${from + limit}:0`];
    const hasNext = found.length > from + limit;
    const link =
      `${address(before)}; rel="previous"; results="${from > 0}"; cursor="${before}", ` +
      `${address(after)}; rel="next"; results="${hasNext}"; cursor="${after}"`;
    const views = page.map(({ issue }) => issueView(issue, environments, this.url()));
    send(response, 200, views, { ...limits, Link: link });
  }

  private found(search: Search, environments: readonly string[]) {
    return this.issues.flatMap((issue) => {
      const events = issue.events.filter(
        ({ environment }) => environments.length === 0 || environments.includes(environment),
      );
      if (events.length === 0 || !matchesSearch(issue, search)) return [];
      const times = events.map(({ at }) => at);
      return [{ issue, firstSeen: Math.min(...times), lastSeen: Math.max(...times) }];
    });
  }

  private one(id: string, response: ServerResponse, limits: Headers): void {
    const issue = this.issues.find((one) => one.id === id);
    if (issue === undefined) send(response, 404, { detail: 'The requested resource does not exist' }, limits);
    // Newest first, as in the browser.
    else send(response, 200, { ...issueView(issue, [], this.url()), activity: issue.activity.toReversed() }, limits);
  }

  private count({ searchParams: params }: URL, response: ServerResponse, limits: Headers): void {
    this.checkProject(params);
    if (params.get('dataset') !== 'errors' || params.get('field') !== 'count()')
      throw new SearchError('only count() of the dataset errors');
    const environments = params.getAll('environment');
    const search = searchOf(params.get('query') ?? '');
    const [start, end] = ['start', 'end'].map((name) => Date.parse(`${params.get(name)}Z`));
    if (start === undefined || end === undefined || !(start < end)) throw new SearchError('Invalid date range');
    const events = this.issues.flatMap((issue) =>
      issue.events.filter(
        ({ at, level, environment }) =>
          Math.floor(at / 1_000) * 1_000 >= start &&
          Math.floor(at / 1_000) * 1_000 < end &&
          (search.levels === undefined || search.levels.includes(level)) &&
          (environments.length === 0 || environments.includes(environment)),
      ),
    );
    send(response, 200, { data: [{ 'count()': events.length }], meta: { fields: { 'count()': 'integer' } } }, limits);
  }

  private checkProject(params: URLSearchParams): void {
    if (params.get('project') !== sentryProject.id)
      throw new SearchError('Invalid project parameter. Values must be numbers.');
  }
}

type Headers = Readonly<Record<string, string>>;

function send(response: ServerResponse, status: number, body: unknown, headers: Headers = {}): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(JSON.stringify(body));
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of request) pieces.push(piece as Buffer);
  const body = Buffer.concat(pieces);
  return request.headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body;
}

const iso = (at: number): string => new Date(at).toISOString();
