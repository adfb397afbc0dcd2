import type { AnnouncementPlan } from '@daywatch/shared/vocabulary/announce.ts';
import type { DeploymentEvent } from '@daywatch/shared/vocabulary/deployment-event.ts';
import { hours, instant, minutes, seconds } from '@daywatch/shared/vocabulary/time.ts';
import { afterEach, describe, expect, it } from 'vitest';
import { createFakeClock } from '../../../../test/fakes/fake-clock.ts';
import { fold } from '../deployments/evolve.ts';
import type { SendOutcome } from '../ports/notifier.ts';
import { MemoryStore } from '../store/memory-store.ts';
import { compose } from './compose.ts';
import { type Dispatch, startDispatch } from './dispatch.ts';
import { announcing, began, deploying, planWith, recordOf, requested, verdict, watching } from './story.fixture.ts';

const running: Dispatch[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((one) => one.stop()));
});

/** A dispatch whose notifier says what the test wants. */
async function world({
  announce,
  story,
  window,
  // When all of the story has happened.
  at = instant(began + minutes(10)),
}: {
  announce: readonly AnnouncementPlan[];
  story: readonly (DeploymentEvent | readonly DeploymentEvent[])[];
  window?: { readonly opensIn: number };
  at?: typeof began;
}) {
  const clock = createFakeClock(at);
  const store = new MemoryStore();
  let plan = planWith(...announce);
  if (window !== undefined) {
    const opens = { type: 'once', at: instant(began + hours(window.opensIn)) } as const;
    plan = { ...plan, window: { opens, for: hours(1), timeZone: 'UTC', freezes: [] } };
  }
  const sent: string[] = [];
  const noted: string[] = [];
  const faults: unknown[] = [];
  let answer: (to: string) => SendOutcome = () => ({ type: 'accepted' });
  const keep = async (...appends: typeof story) => {
    const events = recordOf(...appends);
    const known = (await store.events('one')).length;
    const deployment = fold(events);
    if (deployment !== undefined) await store.append({ expected: known, events: events.slice(known), deployment });
  };
  await keep(...story);
  const dispatch = startDispatch({
    store,
    clock,
    log: { debug() {}, info() {}, warn() {}, error() {}, child: () => ({}) as never },
    me: 'me',
    alone: true,
    chance: () => 0.5,
    environments: () => ['production'],
    planOf: () => plan,
    open: (_, announcement, to) => ({
      repeatable: announcement.name === 'repeatable',
      mask: (text) => text.replaceAll('hunter2', '***'),
      notifier: {
        async send({ message, handOver }) {
          await handOver();
          const outcome = answer(to);
          sent.push(`${message.facts.reason} ${to} ${outcome.type}`);
          return outcome;
        },
      },
    }),
    compose: ({ facts }) => compose({ facts, links: {} }),
    note: async (_, event) => {
      noted.push(
        event.type === 'announcement-sent' ? `${event.reason} ${event.outcome}` : `${event.reason}: ${event.because}`,
      );
    },
    onFault: (cause) => faults.push(cause),
  });
  running.push(dispatch);
  return {
    clock,
    store,
    sent,
    noted,
    faults,
    dispatch,
    keep,
    answer: (next: typeof answer) => {
      answer = next;
    },
    changePlan: (next: readonly AnnouncementPlan[]) => {
      plan = planWith(...next);
    },
  };
}

const deployed = [requested, ...deploying, watching];
const noGo = announcing(['no-go']);

describe('dispatch', () => {
  it('tells what has happened, notes it, and is silent from then on', async () => {
    const { clock, sent, noted, dispatch, store } = await world({
      announce: [noGo],
      story: [...deployed, verdict('no-go')],
    });
    await clock.advance(seconds(1));
    dispatch.changed({ id: 'one' });
    await clock.advance(hours(2));
    expect(sent).toEqual(['no-go ada@example.com accepted']);
    expect(noted).toEqual(['no-go sent']);
    expect(await store.outbox.open()).toEqual([]);
  });

  it('tells nothing of what was before the plan announced it', async () => {
    const { clock, sent, changePlan, keep, dispatch } = await world({
      announce: [],
      story: [...deployed, verdict('no-go')],
    });
    await clock.advance(minutes(1));
    changePlan([announcing(['no-go', 'decided'])]);
    await clock.advance(minutes(2));
    expect(sent).toEqual([]);
    await keep(...deployed, verdict('no-go'), { type: 'decided', decision: 'no-go', reason: 'no' });
    dispatch.changed({ id: 'one' });
    await clock.advance(minutes(1));
    expect(sent).toEqual(['decided ada@example.com accepted']);
  });

  it('tries again with longer and longer waits, and gives up after six hours with a note', async () => {
    const { clock, sent, noted, answer } = await world({
      announce: [noGo],
      story: [...deployed, verdict('no-go')],
    });
    answer(() => ({ type: 'refused', because: 'password hunter2 is wrong', final: false }));
    await clock.advance(minutes(1));
    expect(sent.length).toBeGreaterThanOrEqual(3);
    await clock.advance(hours(7));
    expect(noted).toEqual([expect.stringMatching(/^no-go: given up after \d+ attempts: password \*\*\* is wrong$/)]);
    const { length } = sent;
    await clock.advance(hours(2));
    expect(sent).toHaveLength(length);
  });

  it('waits as long as it is asked to', async () => {
    const { clock, sent, answer } = await world({ announce: [noGo], story: [...deployed, verdict('no-go')] });
    answer(() => ({ type: 'refused', because: '429', final: false, after: minutes(3) }));
    await clock.advance(minutes(2));
    expect(sent).toHaveLength(1);
    answer(() => ({ type: 'accepted' }));
    await clock.advance(minutes(2));
    expect(sent.at(-1)).toBe('no-go ada@example.com accepted');
  });

  it('does not send again what may have arrived, unless twice is once', async () => {
    const twice = announcing(['no-go'], { name: 'repeatable', recipients: [{ to: 'alertmanager' }] });
    const { clock, sent, noted, answer } = await world({
      announce: [noGo, twice],
      story: [...deployed, verdict('no-go')],
    });
    answer(() => ({ type: 'uncertain', because: 'no answer' }));
    await clock.advance(seconds(1));
    answer(() => ({ type: 'accepted' }));
    await clock.advance(minutes(5));
    expect(sent).toEqual([
      'no-go ada@example.com uncertain',
      'no-go alertmanager uncertain',
      'no-go alertmanager accepted',
    ]);
    expect(noted.sort()).toEqual(['no-go sent', 'no-go uncertain']);
  });

  it('tells the others when one cannot be told', async () => {
    const both = announcing(['no-go'], { recipients: [{ to: 'ada@example.com' }, { to: 'grace@example.com' }] });
    const { clock, sent, answer, noted } = await world({ announce: [both], story: [...deployed, verdict('no-go')] });
    answer((to) => (to.startsWith('ada') ? { type: 'refused', because: '550', final: true } : { type: 'accepted' }));
    await clock.advance(minutes(1));
    expect(sent.sort()).toEqual(['no-go ada@example.com refused', 'no-go grace@example.com accepted']);
    expect(noted.sort()).toEqual(['no-go sent', 'no-go: 550']);
  });

  it('holds back by night, and tells all of it in the morning, in order', async () => {
    const quietHours = { from: '20:00', until: '07:00', timeZone: 'UTC' };
    const all = announcing(['deploying', 'watching', 'no-go'], { quietHours });
    const { clock, sent } = await world({ announce: [all], story: [...deployed, verdict('no-go')] });
    await clock.advance(hours(9));
    expect(sent).toEqual(['no-go ada@example.com accepted']);
    await clock.advance(hours(2));
    expect(sent.slice(1)).toEqual(['deploying ada@example.com accepted', 'watching ada@example.com accepted']);
  });

  it('gives notice when its time has come, and not of what was cancelled', async () => {
    const before = announcing({ before: { type: 'before', before: hours(24) } });
    const planned = { ...requested, prepared: true } as DeploymentEvent;
    const story = { announce: [before], story: [planned], window: { opensIn: 25 }, at: began };
    const { clock, sent } = await world(story);
    await clock.advance(minutes(59));
    expect(sent).toEqual([]);
    await clock.advance(minutes(2));
    expect(sent).toEqual(['before ada@example.com accepted']);
    await clock.advance(minutes(30));
    expect(sent).toHaveLength(1);
    const cancelled = await world({ ...story, story: [planned, { type: 'cancelled', because: 'not today' }] });
    await cancelled.clock.advance(hours(2));
    expect(cancelled.sent).toEqual([]);
  });

  it('takes over what a process left behind that is gone', async () => {
    const { clock, store, sent, dispatch, answer } = await world({
      announce: [noGo],
      story: [...deployed, verdict('no-go')],
    });
    answer(() => ({ type: 'refused', because: 'later', final: false, after: hours(1) }));
    await clock.advance(seconds(1));
    const [entry] = await store.outbox.open();
    if (entry === undefined) throw new Error('nothing is open');
    await store.outbox.claim(entry.key, { by: 'a process that is gone', until: instant(clock.now() + hours(1)) });
    answer(() => ({ type: 'accepted' }));
    dispatch.wake();
    await clock.advance(minutes(1));
    expect(sent.at(-1)).toBe('no-go ada@example.com accepted');
  });
});
