import type { Reading } from '@daywatch/shared/vocabulary/observation.ts';
import { type Instant, parseRfc3339, rfc3339 } from '@daywatch/shared/vocabulary/time.ts';
import * as z from 'zod';
import type { Memory } from '../../ports/memory.ts';
import type { Occasion, Probe } from '../../ports/source.ts';
import { faultsInDetail } from './issue-words.ts';
import { KnownReleases } from './known-releases.ts';
import { type Deployed, releaseOf } from './release-name.ts';
import type { Answer, SentryApi } from './sentry-api.ts';
import { foldIssues, type IssueList, isOpen, listIssues, type SentryIssue } from './sentry-issues.ts';
import type { SentryLevel } from './sentry-options.ts';
import { ToldIssues } from './told-issues.ts';

export interface IssuesOrder {
  readonly api: SentryApi;
  readonly environments: readonly string[];
  readonly level: SentryLevel;
  readonly search: string | undefined;
  /** How a release is called: `shop@{version}`. */
  readonly release: string | undefined;
  readonly memory: Memory;
  /** The question's own name in the memory. */
  readonly name: string;
}

/** `remark`: how it was looked for, where that is not as the plan says. */
type Found = IssueList & { readonly remark?: string };

/** Faults that were first seen in the release, or since the deploy. */
export function askNewIssues(order: IssuesOrder): Probe {
  const releases = new KnownReleases(order.api);
  const find = async (deployed: Deployed, signal: AbortSignal): Promise<Answer<Found>> => {
    const { since } = deployed;
    const { api, environments, search } = order;
    const named = releaseOf(order.release, deployed);
    const known = named === undefined ? undefined : await releases.has(named, signal);
    if (known?.type === 'failed') return known;
    // A release by a name that Sentry has never heard has no issue, whatever happens.
    const release = known?.value === true ? named : undefined;
    const remark =
      known?.value === false
        ? `Sentry knows no release ${named}; what was first seen since the deploy is counted instead`
        : undefined;
    // Without a release, in order of their first event, whatever has become of them since.
    const query = [...(release === undefined ? [] : [`firstRelease:"${release}"`]), ...(search ? [search] : [])].join(
      ' ',
    );
    const wanted = release === undefined ? ({ firstSeen }: SentryIssue) => firstSeen >= since : () => true;
    const found = await listIssues(api, { query, sort: 'new', environments, wanted }, signal);
    if (found.type === 'failed' || remark === undefined) return found;
    return { type: 'answered', value: { ...found.value, remark } };
  };
  return askIssues(order, find, 'new');
}

/** Faults that were resolved and came back since the deploy. */
export function askRegressedIssues(order: IssuesOrder): Probe {
  const regressed = new RegressionTimes(order.api);
  const find = async (deployed: Deployed, signal: AbortSignal): Promise<Answer<Found>> => {
    const { api, environments, search, level } = order;
    const query = ['is:regressed', ...(search ? [search] : [])].join(' ');
    const wanted = ({ lastSeen }: SentryIssue) => lastSeen >= deployed.since;
    const found = await listIssues(api, { query, sort: 'date', environments, wanted }, signal);
    if (found.type === 'failed') return found;
    const issues: SentryIssue[] = [];
    for (const issue of found.value.issues) {
      if (!isOpen(issue, level)) continue;
      const at = await regressed.of(issue, signal);
      if (at.type === 'failed') return at;
      if (at.value >= deployed.since) issues.push(issue);
    }
    return { type: 'answered', value: { ...found.value, issues } };
  };
  return askIssues(order, find, 'regressed');
}

function askIssues(
  { api, level, memory, name, release }: IssuesOrder,
  find: (deployed: Deployed, signal: AbortSignal) => Promise<Answer<Found>>,
  what: 'new' | 'regressed',
): Probe {
  const told = new ToldIssues(memory, name);
  // First seen in the release: whose fault it is does not depend on when. Since the deploy: the old version drains.
  const stand = what === 'new' && release !== undefined;
  return {
    async observe(signal, occasion: Occasion = {}): Promise<Reading> {
      const { deployed } = occasion;
      if (deployed === undefined) {
        // What would go wrong after the deploy is said before it.
        const project = await api.project(signal);
        if (project.type === 'failed') return { type: 'error', because: project.because };
        return { type: 'absent', because: `no deploy is known yet, so no issue can be ${what} since it` };
      }
      const found = await find(deployed, signal);
      if (found.type === 'failed') return { type: 'error', because: found.because };
      const { issues, isCut, remark } = found.value;
      const faults = await told.toTell(foldIssues(issues.filter((issue) => isOpen(issue, level))), occasion, { stand });
      if (faults.length === 0) return { type: 'count', count: 0, ...(remark !== undefined && { because: remark }) };
      const since = `the deploy of ${deployed.version} (${rfc3339(deployed.since).slice(11, 16)} UTC)`;
      const many = faults.length === 1 ? `an issue ${what}` : `${faults.length} issues ${what}`;
      const cut = isCut ? '; there are more than could be listed' : '';
      const also = remark === undefined ? '' : `; ${remark}`;
      return {
        type: 'count',
        count: faults.length,
        because: `${many} since ${since}: ${faultsInDetail(faults)}${cut}${also}`,
      };
    },
  };
}

const activities = z.object({ activity: z.array(z.object({ type: z.string(), dateCreated: z.string() })) });

/** When an issue came back; its own page says it. */
class RegressionTimes {
  private readonly api: SentryApi;
  /** Told with the first event of the issue that was seen after: it may be resolved, and come back, again. */
  private readonly known = new Map<string, { readonly at: Instant; readonly seen: Instant }>();

  constructor(api: SentryApi) {
    this.api = api;
  }

  async of({ id, title, lastSeen }: SentryIssue, signal: AbortSignal): Promise<Answer<Instant>> {
    const known = this.known.get(id);
    if (known !== undefined && known.seen === lastSeen) return { type: 'answered', value: known.at };
    const answer = await this.api.get(this.api.organization(`/issues/${id}/`), [], activities, signal);
    if (answer.type === 'failed') return answer;
    const times = answer.value.activity.flatMap(({ type, dateCreated }) =>
      type === 'set_regression' ? (parseRfc3339(dateCreated) ?? []) : [],
    );
    const [first, ...others] = times;
    if (first === undefined)
      return {
        type: 'failed',
        because: `issue ${id} ("${title}") is regressed, but its activity does not say since when`,
      };
    const at = others.reduce((latest, one) => (one > latest ? one : latest), first);
    this.known.set(id, { at, seen: lastSeen });
    return { type: 'answered', value: at };
  }
}
