import type { AnnouncementPlan } from '@daywatch/shared/vocabulary/announce.ts';
import type { Deployment } from '@daywatch/shared/vocabulary/deployment.ts';
import type { EnvironmentPlan } from '@daywatch/shared/vocabulary/plan.ts';
import { type Instant, type Millis, millis, minutes, plus, seconds } from '@daywatch/shared/vocabulary/time.ts';
import type { Clock } from '../ports/clock.ts';
import type { Logger } from '../ports/logger.ts';
import type { Message, Notifier, SendOutcome } from '../ports/notifier.ts';
import type { OutboxEntry } from '../ports/outbox.ts';
import type { Store } from '../ports/store.ts';
import { openingsFrom } from '../window/openings.ts';
import { nextAttempt } from './backoff.ts';
import { momentsOf } from './moments-of.ts';
import { nextDeliveries } from './next-deliveries.ts';
import { noteOf } from './note-of.ts';
import { dueAfter, dueBefore } from './reason.ts';
import { isAbandoned, recovered } from './recovered.ts';

/** A claim is good for so long: longer than any sender waits. */
const claimFor = minutes(5);
/** At least so often everything is looked at, told or not. */
const sweepEvery = seconds(30);
const atOnce = 8;

export type OpenedNotifier =
  | { readonly notifier: Notifier; readonly repeatable: boolean; mask(text: string): string }
  /** Why it cannot be opened; that may change. */
  | { readonly because: string; readonly repeatable: boolean };

export interface DispatchParts {
  readonly store: Pick<Store, 'outbox' | 'events' | 'deployment' | 'deployments'>;
  readonly clock: Clock;
  readonly log: Logger;
  /** Of this process, and of no other. */
  readonly me: string;
  /** Nobody else uses the store: what another has claimed, a process has claimed that is gone. */
  readonly alone: boolean;
  /** 0 to 1. */
  readonly chance: () => number;
  environments(): readonly string[];
  planOf(environment: string): EnvironmentPlan | undefined;
  open(environment: string, announcement: AnnouncementPlan, to: string): OpenedNotifier;
  compose(entry: OutboxEntry, announcement: AnnouncementPlan): Message;
  /** Writes into the record of a deployment what became of a message, once however often it is told. */
  note(deployment: string, event: NonNullable<ReturnType<typeof noteOf>>): Promise<void>;
  onFault(cause: unknown): void;
}

export interface Dispatch {
  /** A deployment has changed: what follows is told. */
  changed(deployment: Pick<Deployment, 'id'>): void;
  /** Looks at the outbox soon. */
  wake(): void;
  /** Resolves when all that can be told now is told. For a program that ends. */
  settled(): Promise<void>;
  stop(): Promise<void>;
}

/**
 * Brings what is to be told to whom it is to be told, each message once. What is due, who has claimed it, that it may
 * have left and what became of it stand in the store before the next step is taken.
 */
export function startDispatch(parts: DispatchParts): Dispatch {
  const { store, clock, me } = parts;
  const { outbox } = store;
  const stopping = new AbortController();
  const inFlight = new Map<string, Promise<void>>();
  const changed = new Set<string>();
  let sweptAt: Instant | undefined;
  let bell = new AbortController();

  const wake = () => bell.abort();

  let passes: Promise<void> = Promise.resolve();
  /** One look after the other. */
  function pass(): Promise<void> {
    passes = passes.then(look, look);
    return passes;
  }

  async function look(): Promise<void> {
    const now = clock.now();
    const asked = [...changed];
    changed.clear();
    if (sweptAt === undefined || now >= plus(sweptAt, sweepEvery) || now < sweptAt) {
      sweptAt = now;
      for (const environment of parts.environments())
        for (const { id } of await store.deployments({ environment, limit: 20 })) asked.push(id);
    }
    for (const id of new Set(asked)) await reasonAbout(id);
    await seeToWhatIsOpen();
  }

  async function reasonAbout(id: string): Promise<void> {
    const deployment = await store.deployment(id);
    const plan = deployment && parts.planOf(deployment.environment);
    if (deployment === undefined || plan === undefined) return;
    const after = await outbox.announcedThrough(id);
    const isPlanned = deployment.phase === 'planned';
    if (after >= deployment.sequence && !isPlanned) return;
    const moments = momentsOf(await store.events(id));
    const last = moments.at(-1);
    if (last === undefined) return;
    const openingAt = (at: Instant) => (plan.window === undefined ? undefined : first(openingsFrom(plan.window, at)));
    if (last.recorded.sequence > after) {
      const entries = dueAfter({ moments, after, plan, openingAt });
      const step = { deployment: id, expected: after, through: last.recorded.sequence, entries };
      // Who lost the race leaves it to the other; the next sweep finds what is left.
      await outbox.announce(step);
    }
    if (isPlanned) {
      const now = clock.now();
      await outbox.put(dueBefore({ standing: last.after, plan, opening: openingAt(now), now }));
    }
  }

  async function seeToWhatIsOpen(): Promise<void> {
    const open = await outbox.open();
    const now = clock.now();
    for (const entry of open) {
      if (isAbandoned(entry, { me, alone: parts.alone, now })) await takeOver(entry);
      else if (entry.settledAt !== undefined && !inFlight.has(entry.key)) await record(entry);
    }
    for (const entry of nextDeliveries(open, now)) {
      if (inFlight.size >= atOnce) break;
      if (!inFlight.has(entry.key)) start(entry);
    }
  }

  function start(entry: OutboxEntry): void {
    const work = deliver(entry)
      .catch(parts.onFault)
      .finally(() => {
        inFlight.delete(entry.key);
        wake();
      });
    inFlight.set(entry.key, work);
  }

  async function takeOver(entry: OutboxEntry): Promise<void> {
    const announcement = announcementOf(entry);
    const repeatable = announcement !== undefined && parts.open(entry.environment, announcement, entry.to).repeatable;
    const settlement = recovered(entry, { repeatable, now: clock.now() });
    parts.log.warn({ announcement: entry.key, state: settlement.state }, settlement.because ?? 'taken over');
    const subject = announcement === undefined ? undefined : parts.compose(entry, announcement).subject;
    const told = settlement.state === 'due' || subject === undefined ? settlement : { ...settlement, subject };
    await outbox.settle(entry.key, entry.claimedBy ?? '', told);
    wake();
  }

  const announcementOf = ({ environment, announcement }: OutboxEntry): AnnouncementPlan | undefined =>
    parts.planOf(environment)?.announce?.find(({ name }) => name === announcement);

  async function deliver(entry: OutboxEntry): Promise<void> {
    const { key } = entry;
    if (!(await outbox.claim(key, { by: me, until: plus(clock.now(), claimFor) }))) return;
    const announcement = announcementOf(entry);
    const needless = await needlessness(entry, announcement);
    if (announcement === undefined || needless !== undefined) {
      const because = needless ?? 'the plan has no such announcement';
      await outbox.settle(key, me, { state: 'withdrawn', at: clock.now(), because });
      return;
    }
    const message = parts.compose(entry, announcement);
    const opened = parts.open(entry.environment, announcement, entry.to);
    const outcome = 'because' in opened ? refusal(opened.because) : await send(entry, message, opened);
    const settlement = settlementOf(entry, outcome, message.subject, opened.repeatable);
    if (!(await outbox.settle(key, me, settlement))) {
      parts.log.warn({ announcement: key }, 'another daemon has taken a message over that was on its way here');
    }
    const facts = { announcement: key, by: entry.by, state: settlement.state, because: settlement.because };
    if (settlement.state === 'sent') parts.log.info(facts, 'announcement sent');
    else parts.log.warn(facts, 'announcement not sent');
  }

  async function send(
    entry: OutboxEntry,
    message: Message,
    { notifier, mask }: Extract<OpenedNotifier, { notifier: Notifier }>,
  ): Promise<SendOutcome> {
    const { key } = entry;
    let handedOver: Promise<void> | undefined;
    const handOver = async () => {
      if (await outbox.handOver(key, { by: me, until: plus(clock.now(), claimFor) })) return;
      throw new Error('the claim of the message was lost');
    };
    try {
      const outcome = await notifier.send({
        key,
        message,
        at: entry.dueAt,
        signal: stopping.signal,
        handOver: () => (handedOver ??= handOver()),
      });
      return outcome.because === undefined ? outcome : { ...outcome, because: mask(outcome.because) };
    } catch (cause) {
      parts.onFault(cause);
      const because = mask(`a fault in the notifier: ${cause instanceof Error ? cause.message : String(cause)}`);
      return handedOver === undefined ? refusal(because) : { type: 'uncertain', because };
    }
  }

  function settlementOf(entry: OutboxEntry, outcome: SendOutcome, subject: string, repeatable: boolean) {
    const at = clock.now();
    switch (outcome.type) {
      case 'accepted':
        return {
          state: 'sent',
          at,
          subject,
          ...(outcome.because !== undefined && { because: outcome.because }),
        } as const;
      case 'uncertain':
        if (!repeatable) return { state: 'uncertain', at, subject, because: outcome.because } as const;
        return again(entry, outcome.because, subject);
      case 'refused':
        if (outcome.final) return { state: 'failed', at, subject, because: outcome.because } as const;
        return again(entry, outcome.because, subject, outcome.after);
    }
  }

  function again(entry: OutboxEntry, because: string, subject: string, after?: Millis) {
    const now = clock.now();
    const attempts = entry.attempts + 1;
    const next = nextAttempt({
      attempts,
      dueAt: entry.dueAt,
      now,
      chance: parts.chance(),
      ...(after !== undefined && { after }),
    });
    if (next === 'never')
      return { state: 'failed', at: now, subject, because: `given up after ${attempts} attempts: ${because}` } as const;
    return { state: 'due', notBefore: next, because } as const;
  }

  /** What was to be told is no longer to come. */
  async function needlessness(entry: OutboxEntry, announcement: AnnouncementPlan | undefined) {
    if (announcement === undefined) return `the plan no longer has the announcement ${entry.announcement}`;
    if (entry.facts.reason !== 'before') return undefined;
    const deployment = await store.deployment(entry.deployment);
    return deployment?.phase === 'cancelled' ? 'the deployment was cancelled' : undefined;
  }

  async function record(entry: OutboxEntry): Promise<void> {
    const event = noteOf(entry);
    if (event !== undefined && entry.facts.reason !== 'test') await parts.note(entry.deployment, event);
    await outbox.markRecorded(entry.key);
  }

  /** How long there is nothing to do. What is due and not begun waits for another that ends, and that wakes. */
  async function rest(): Promise<Millis> {
    const now = clock.now();
    const times = (await outbox.open()).flatMap(({ state, notBefore }) =>
      state === 'due' && notBefore > now ? [notBefore] : [],
    );
    return millis(Math.min(...times, plus(now, sweepEvery)) - now);
  }

  const loop = (async () => {
    while (!stopping.signal.aborted) {
      bell = new AbortController();
      const span = await pass()
        .then(rest)
        .catch((cause) => {
          parts.onFault(cause);
          return seconds(5);
        });
      if (changed.size === 0) await clock.sleep(span, AbortSignal.any([stopping.signal, bell.signal]));
    }
  })();

  return {
    changed({ id }) {
      changed.add(id);
      wake();
    },
    wake,
    async settled() {
      await pass();
      while (inFlight.size > 0) {
        await Promise.all(inFlight.values());
        await pass();
      }
    },
    async stop() {
      stopping.abort();
      await loop;
      await Promise.all(inFlight.values());
    },
  };
}

const refusal = (because: string): SendOutcome => ({ type: 'refused', because, final: false });

function first<T>(all: Iterable<T>): T | undefined {
  for (const one of all) return one;
  return undefined;
}
