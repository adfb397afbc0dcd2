import type { EnvironmentPlan } from '@daywatch/shared/vocabulary/plan.ts';
import { desktopProgram } from './notifiers/desktop-program.ts';
import { openNotifier } from './notifiers/open-notifier.ts';
import { reachOfAnnouncements } from './notifiers/reach-of-announcement.ts';
import { createAnnouncementCommands } from './notify/announcement-commands.ts';
import { compose } from './notify/compose.ts';
import { type Dispatch, type DispatchParts, startDispatch } from './notify/dispatch.ts';
import { linksOf } from './notify/links-of.ts';
import type { OwnPlans } from './own-plans.ts';
import { secretsBeside } from './plan/secrets-beside.ts';
import type { AnnouncementCommands } from './ports/announcements.ts';
import type { Ids } from './ports/ids.ts';
import type { Outbound } from './ports/outbound.ts';

interface Parts extends Pick<DispatchParts, 'store' | 'clock' | 'log' | 'alone' | 'chance' | 'note' | 'onFault'> {
  readonly ids: Ids;
  readonly outbound: Outbound;
  readonly environments: () => readonly { readonly name: string; readonly service: string }[];
  readonly planOf: (environment: string) => { readonly plan: EnvironmentPlan } | undefined;
  /** The plan file that this process was started with. */
  readonly ownFile: string | undefined;
  readonly ownPlans: OwnPlans['of'];
  /** Variables that plans of others may use too. */
  readonly allowed: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly publicUrl: string | undefined;
  readonly linkKey: string;
}

/** The announcements of a daemon: its outbox, its notifiers, and what people ask of them. */
export function startAnnouncements(parts: Parts): Dispatch & { readonly commands: AnnouncementCommands } {
  const { ids, outbound, clock, ownFile, ownPlans, allowed, environment, planOf, environments } = parts;
  const reachOf = reachOfAnnouncements({ ownFile, ownPlans, allowed });
  const desktop = desktopProgram(environment);
  const base = { publicUrl: parts.publicUrl, key: parts.linkKey };
  const dispatch = startDispatch({
    ...parts,
    me: ids.next(),
    environments: () => environments().map(({ name }) => name),
    planOf: (name) => planOf(name)?.plan,
    open: (name, announcement, to) =>
      openNotifier({
        announcement,
        to,
        secrets: secretsBeside(ownFile, environment),
        reach: reachOf(name, announcement),
        outbound,
        clock,
        desktop,
      }),
    compose(entry, announcement) {
      // A trial says that it is one; a plan's own text would not.
      const template = entry.facts.reason === 'test' ? undefined : reachOf(entry.environment, announcement).template();
      return compose({
        facts: entry.facts,
        ...linksOf(entry, announcement, base),
        ...(template !== undefined && { template }),
        ...(entry.role !== undefined && { role: entry.role }),
      });
    },
  });
  const commands = createAnnouncementCommands({
    store: parts.store,
    clock,
    ids,
    planOf,
    serviceOf: (name) => environments().find((one) => one.name === name)?.service ?? name,
    wake: dispatch.wake,
  });
  return { ...dispatch, commands };
}
