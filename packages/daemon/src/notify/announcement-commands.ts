import type { AnnouncementPlan } from '@daywatch/shared/vocabulary/announce.ts';
import type { EnvironmentPlan } from '@daywatch/shared/vocabulary/plan.ts';
import { rfc3339 } from '@daywatch/shared/vocabulary/time.ts';
import type { AnnouncementCommands } from '../ports/announcements.ts';
import type { Clock } from '../ports/clock.ts';
import type { Ids } from '../ports/ids.ts';
import type { OutboxEntry, Outgoing } from '../ports/outbox.ts';
import type { Store } from '../ports/store.ts';
import type { Refusal } from '../problems.ts';
import { localWords } from './facts.ts';
import { keyOf } from './reason.ts';

interface Parts {
  readonly store: Pick<Store, 'outbox'>;
  readonly clock: Clock;
  readonly ids: Ids;
  planOf(environment: string): { readonly plan: EnvironmentPlan } | undefined;
  serviceOf(environment: string): string;
  /** Something was put into the outbox. */
  wake(): void;
}

/** What people ask of the outbox: to look into it, to send once more, to try. */
export function createAnnouncementCommands({
  store: { outbox },
  clock,
  ids,
  planOf,
  serviceOf,
  wake,
}: Parts): AnnouncementCommands {
  const announcementsOf = (environment: string): readonly AnnouncementPlan[] | { readonly refused: Refusal } => {
    const inForce = planOf(environment);
    if (inForce !== undefined) return inForce.plan.announce ?? [];
    return { refused: { code: 'unknown-environment', detail: `There is no environment ${environment}.` } };
  };

  async function put(outgoing: readonly Outgoing[]): Promise<readonly OutboxEntry[]> {
    await outbox.put(outgoing.map((one) => ({ ...one, notBefore: one.dueAt })));
    wake();
    const entries = await Promise.all(outgoing.map(({ key }) => outbox.entry(key)));
    return entries.filter((entry) => entry !== undefined);
  }

  return {
    async list(environment, limit) {
      const known = announcementsOf(environment);
      return 'refused' in known ? known : outbox.entries({ environment, limit });
    },

    async tryOut(environment, name, by) {
      const known = announcementsOf(environment);
      if ('refused' in known) return known;
      const meant = known.filter((one) => name === undefined || one.name === name);
      if (meant.length === 0) return unknown(environment, name, known);
      const at = clock.now();
      const mark = ids.next();
      const facts = {
        reason: 'test' as const,
        at: rfc3339(at),
        atWords: localWords(at, planOf(environment)?.plan.window?.timeZone),
        service: serviceOf(environment),
        environment,
        deployment: `trial-${mark}`,
        version: 'trial',
        commit: '',
        deployedBy: by,
        sequence: 0,
        because: [],
        dashboards: [],
      };
      return put(meant.flatMap((announcement) => toEach(announcement, { ...facts, mark, dueAt: at })));
    },

    async sendAgain(environment, name, _by) {
      const known = announcementsOf(environment);
      if ('refused' in known) return known;
      const announcement = known.find((one) => one.name === name);
      if (announcement === undefined) return unknown(environment, name, known);
      const told = (await outbox.entries({ environment, limit: 1_000 })).filter(
        (entry) => entry.announcement === name && entry.facts.reason !== 'test',
      );
      const [last] = told;
      if (last === undefined) {
        const detail = `Nothing has been told by ${name} yet.`;
        return { refused: { code: 'nothing-told', detail, hint: 'Try whether it arrives: daywatch announce --test' } };
      }
      const { deployment, facts } = last;
      const same = told.filter((entry) => entry.deployment === deployment && entry.facts.at === facts.at);
      const mark = ids.next();
      const again = same.map(({ to, role, by: kind }) => ({
        key: keyOf({ deployment, name, reason: facts.reason, mark: `again-${mark}`, to }),
        deployment,
        environment,
        announcement: name,
        by: kind,
        to,
        ...(role !== undefined && { role }),
        facts,
        dueAt: clock.now(),
      }));
      return put([...new Map(again.map((one) => [one.to, one])).values()]);
    },
  };

  function toEach(
    { name, by, recipients }: AnnouncementPlan,
    { mark, dueAt, ...facts }: Outgoing['facts'] & { readonly mark: string; readonly dueAt: Outgoing['dueAt'] },
  ): readonly Outgoing[] {
    const { deployment, environment, reason } = facts;
    return recipients.map(({ to, role }) => ({
      key: keyOf({ deployment, name, reason, mark, to }),
      deployment,
      environment,
      announcement: name,
      by,
      to,
      ...(role !== undefined && { role }),
      facts,
      dueAt,
    }));
  }
}

function unknown(environment: string, name: string | undefined, known: readonly AnnouncementPlan[]) {
  const names = known.map((one) => one.name).join(', ');
  const detail =
    name === undefined || known.length === 0
      ? `The plan of ${environment} announces nothing.`
      : `The plan of ${environment} has no announcement ${name}.`;
  const hint = names === '' ? 'Add `announce` to the plan.' : `It has ${names}.`;
  return { refused: { code: 'unknown-announcement', detail, hint } as const };
}
