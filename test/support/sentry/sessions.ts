import { SearchError } from './issues.ts';

type Status = 'healthy' | 'errored' | 'crashed' | 'abnormal';

interface Began {
  at: number;
  readonly release: string | undefined;
  readonly environment: string;
  readonly counts: Record<Status, number>;
}

const hour = 3_600_000;
const none = (): Record<Status, number> => ({ healthy: 0, errored: 0, crashed: 0, abnormal: 0 });

/** Sessions: https://develop.sentry.dev/sdk/telemetry/sessions/; single ones, or sums of one minute. */
export class SessionSums {
  private readonly began: Began[] = [];
  private readonly bySid = new Map<string, Began>();

  takeOne(payload: unknown): void {
    const { sid, started, status, errors, attrs } = payload as Record<string, unknown>;
    const place = this.bySid.get(String(sid)) ?? this.begin(started, attrs);
    this.bySid.set(String(sid), place);
    Object.assign(place.counts, none());
    if (status === 'crashed' || status === 'abnormal') place.counts[status] = 1;
    else place.counts[Number(errors ?? 0) > 0 ? 'errored' : 'healthy'] = 1;
  }

  takeSums(payload: unknown): void {
    const { aggregates, attrs } = payload as { aggregates: Record<string, unknown>[]; attrs: unknown };
    for (const { started, exited = 0, errored = 0, crashed = 0, abnormal = 0 } of aggregates) {
      const counts = {
        healthy: Number(exited),
        errored: Number(errored),
        crashed: Number(crashed),
        abnormal: Number(abnormal),
      };
      Object.assign(this.begin(started, attrs).counts, counts);
    }
  }

  view(params: URLSearchParams, now: number): object {
    if (params.get('field') !== 'sum(session)' || params.get('groupBy') !== 'session.status')
      throw new SearchError('only sum(session) by session.status');
    if (params.get('interval') !== '1h') throw new SearchError('Your interval must be at least one hour');
    const time = (name: string) => Date.parse(`${params.get(name)}Z`);
    // Rounded to the interval, as the documentation says.
    const start = Math.floor(time('start') / hour) * hour;
    const end = Math.ceil(time('end') / hour) * hour;
    if (!(start < end) || start > now) throw new SearchError('Invalid date range');
    const release = /^release:"([^"]*)"$/.exec(params.get('query') ?? '')?.[1];
    const environments = params.getAll('environment');
    const sum = none();
    for (const { at, counts, ...of } of this.began) {
      if (at < start || at >= end) continue;
      if (release !== undefined && of.release !== release) continue;
      if (environments.length > 0 && !environments.includes(of.environment)) continue;
      for (const status of Object.keys(sum) as Status[]) sum[status] += counts[status];
    }
    return {
      start: new Date(start).toISOString(),
      end: new Date(end).toISOString(),
      query: params.get('query') ?? '',
      intervals: [new Date(start).toISOString()],
      groups: Object.entries(sum).map(([status, count]) => ({
        by: { 'session.status': status },
        totals: { 'sum(session)': count },
        series: {},
      })),
    };
  }

  private begin(started: unknown, attrs: unknown): Began {
    const { release, environment } = (attrs ?? {}) as Record<string, string | undefined>;
    const place = {
      at: Date.parse(String(started)),
      release,
      environment: environment ?? 'production',
      counts: none(),
    };
    this.began.push(place);
    return place;
  }
}
