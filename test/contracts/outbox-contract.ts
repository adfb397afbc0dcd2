import type { Outbox, Outgoing } from '@daywatch/daemon/src/ports/outbox.ts';
import type { Store } from '@daywatch/daemon/src/ports/store.ts';
import { instant, minutes, plus } from '@daywatch/shared/vocabulary/time.ts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const at = instant(Date.parse('2026-12-01T22:00:00Z'));

const outgoing = (key: string, changes: Partial<Outgoing> = {}) => ({
  key,
  deployment: 'one',
  environment: 'production',
  announcement: 'mail',
  by: 'email',
  to: 'ada@example.com',
  role: 'stakeholders',
  facts: {
    reason: 'no-go' as const,
    at: '2026-12-01T22:00:00.000Z',
    atWords: 'Tuesday 1 December 2026, 22:00 (UTC)',
    service: 'shop',
    environment: 'production',
    deployment: 'one',
    version: '1.4.2',
    commit: '9f8d111',
    deployedBy: 'devops',
    sequence: 7,
    because: ['p95 is 412 ms, "quoted" \\ and 🚨'],
    dashboards: [],
  },
  dueAt: at,
  notBefore: at,
  ...changes,
});

/** What every outbox does. `open` answers an empty store; the suite closes it. */
export function outboxContract(name: string, open: () => Promise<Store>): void {
  describe(`an outbox: ${name}`, () => {
    let store: Store;
    let outbox: Outbox;
    beforeEach(async () => {
      store = await open();
      outbox = store.outbox;
    });
    afterEach(() => store.close());

    const mine = { by: 'me', until: plus(at, minutes(3)) };
    const theirs = { by: 'them', until: plus(at, minutes(3)) };

    it('puts in what follows from events together with how far it has read them', async () => {
      expect(await outbox.announcedThrough('one')).toBe(0);
      const step = { deployment: 'one', expected: 0, through: 4, entries: [outgoing('a'), outgoing('b')] };
      expect(await outbox.announce(step)).toBe(true);
      expect(await outbox.announcedThrough('one')).toBe(4);
      expect(await outbox.open()).toEqual(
        [outgoing('a'), outgoing('b')].map((entry) => ({ ...entry, state: 'due', attempts: 0, recorded: false })),
      );
    });

    it.each([
      ['began', 0],
      ['read on', 3],
    ])('puts nothing in for a reader who missed that another %s', async (_, expected) => {
      await outbox.announce({ deployment: 'one', expected: 0, through: 5, entries: [outgoing('a')] });
      expect(await outbox.announce({ deployment: 'one', expected, through: 9, entries: [outgoing('b')] })).toBe(false);
      expect(await outbox.announcedThrough('one')).toBe(5);
      expect((await outbox.open()).map(({ key }) => key)).toEqual(['a']);
    });

    it('puts nothing in twice under one key, sent or not', async () => {
      expect(await outbox.put([outgoing('a'), outgoing('b')])).toBe(2);
      await outbox.claim('a', mine);
      await outbox.settle('a', 'me', { state: 'sent', at, subject: 'NO-GO' });
      expect(await outbox.put([outgoing('a'), outgoing('b'), outgoing('c')])).toBe(1);
      expect(await outbox.entry('a')).toMatchObject({ state: 'sent', subject: 'NO-GO', settledAt: at });
      expect(await outbox.put([])).toBe(0);
    });

    it('gives a message to one of many who claim it', async () => {
      await outbox.put([outgoing('a')]);
      const answers = await Promise.all(['a', 'b', 'c', 'd'].map((by) => outbox.claim('a', { ...mine, by })));
      expect(answers.filter((given) => given)).toHaveLength(1);
      expect(await outbox.entry('a')).toMatchObject({ state: 'claimed', attempts: 1, claimedUntil: mine.until });
      expect(await outbox.claim('nothing', mine)).toBe(false);
    });

    it('lets only the one that has claimed a message hand it over, and settle it', async () => {
      await outbox.put([outgoing('a')]);
      await outbox.claim('a', mine);
      expect(await outbox.handOver('a', theirs)).toBe(false);
      expect(await outbox.settle('a', 'them', { state: 'sent', at })).toBe(false);
      expect(await outbox.handOver('a', mine)).toBe(true);
      expect(await outbox.handOver('a', mine)).toBe(false);
      expect(await outbox.entry('a')).toMatchObject({ state: 'handed-over', claimedBy: 'me' });
      expect(await outbox.settle('a', 'me', { state: 'uncertain', at, because: 'no answer' })).toBe(true);
      expect(await outbox.settle('a', 'me', { state: 'sent', at })).toBe(false);
      const { claimedBy, claimedUntil, ...entry } = (await outbox.entry('a')) ?? {};
      expect([claimedBy, claimedUntil]).toEqual([undefined, undefined]);
      expect(entry).toMatchObject({ state: 'uncertain', because: 'no answer', settledAt: at, attempts: 1 });
    });

    it('counts the attempts of a message that is tried again', async () => {
      await outbox.put([outgoing('a')]);
      const notBefore = plus(at, minutes(1));
      for (const attempts of [1, 2]) {
        await outbox.claim('a', mine);
        await outbox.settle('a', 'me', { state: 'due', notBefore, because: '503' });
        expect(await outbox.entry('a')).toMatchObject({ state: 'due', attempts, notBefore, because: '503' });
      }
    });

    it('keeps what is settled open until the record knows of it', async () => {
      await outbox.put([outgoing('a'), outgoing('b', { dueAt: plus(at, minutes(-1)) })]);
      await outbox.claim('a', mine);
      await outbox.settle('a', 'me', { state: 'failed', at, because: 'refused' });
      expect((await outbox.open()).map(({ key, state }) => [key, state])).toEqual([
        ['b', 'due'],
        ['a', 'failed'],
      ]);
      await outbox.markRecorded('a');
      expect((await outbox.open()).map(({ key }) => key)).toEqual(['b']);
      expect(await outbox.entry('a')).toMatchObject({ recorded: true });
    });

    it('lists the newest first', async () => {
      await outbox.put([
        outgoing('a'),
        outgoing('b', { dueAt: plus(at, minutes(1)), deployment: 'two' }),
        outgoing('c', { environment: 'staging' }),
      ]);
      const keys = async (of: Parameters<Outbox['entries']>[0]) => (await outbox.entries(of)).map(({ key }) => key);
      expect(await keys({ environment: 'production', limit: 10 })).toEqual(['b', 'a']);
      expect(await keys({ environment: 'production', deployment: 'one', limit: 10 })).toEqual(['a']);
      expect(await keys({ environment: 'production', limit: 1 })).toEqual(['b']);
    });

    it('forgets what was told and recorded long ago, and nothing else', async () => {
      await outbox.put(['told', 'unrecorded', 'due'].map((key) => outgoing(key)));
      for (const key of ['told', 'unrecorded']) {
        await outbox.claim(key, mine);
        await outbox.settle(key, 'me', { state: 'sent', at });
      }
      await outbox.markRecorded('told');
      await store.forgetObservations(plus(at, minutes(1)));
      expect((await outbox.open()).map(({ key }) => key)).toEqual(['due', 'unrecorded']);
      expect(await outbox.entry('told')).toBeUndefined();
    });
  });
}
