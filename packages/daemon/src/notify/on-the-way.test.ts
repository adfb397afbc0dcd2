import type { AnnouncementReason } from '@daywatch/shared/vocabulary/announce.ts';
import { hours, instant, minutes, plus, seconds } from '@daywatch/shared/vocabulary/time.ts';
import { describe, expect, it } from 'vitest';
import type { OutboxEntry } from '../ports/outbox.ts';
import { nextAttempt } from './backoff.ts';
import { maskRecipient } from './mask-recipient.ts';
import { nextDeliveries } from './next-deliveries.ts';
import { isAbandoned, recovered } from './recovered.ts';

const now = instant(1_000_000);
const entry = (key: string, changes: Partial<OutboxEntry> & { reason?: AnnouncementReason } = {}): OutboxEntry =>
  ({
    key,
    environment: 'production',
    announcement: 'mail',
    to: 'ada@example.com',
    state: 'due',
    notBefore: now,
    attempts: 0,
    facts: { reason: changes.reason ?? 'watching' },
    ...changes,
  }) as OutboxEntry;
const next = (...open: readonly OutboxEntry[]) => nextDeliveries(open, now).map(({ key }) => key);
const later = plus(now, minutes(1));

describe('what is brought next', () => {
  it('is one message after the other to one, and to several at once', () => {
    expect(
      next(entry('a'), entry('b'), entry('c', { to: 'grace@example.com' }), entry('d', { announcement: 'x' })),
    ).toEqual(['a', 'c', 'd']);
  });
  it('waits for what is on its way, and for what is tried again', () => {
    expect(next(entry('a', { state: 'claimed' }), entry('b'))).toEqual([]);
    expect(next(entry('a', { notBefore: later, attempts: 2 }), entry('b'))).toEqual([]);
  });
  it('overtakes what quiet hours hold back', () => {
    expect(next(entry('a', { notBefore: later }), entry('b'))).toEqual(['b']);
  });
  it('does not keep a NO-GO waiting', () => {
    expect(next(entry('a', { notBefore: later, attempts: 2 }), entry('b', { reason: 'no-go' }))).toEqual(['b']);
  });
  it('is nothing that has ended', () => {
    expect(next(entry('a', { state: 'sent' }), entry('b', { state: 'failed' }))).toEqual([]);
  });
});

describe('another attempt', () => {
  const ask = (attempts: number, age = 0, after?: number) =>
    nextAttempt({
      attempts,
      dueAt: plus(now, hours(-age)),
      now,
      chance: 0.5,
      ...(after !== undefined && { after: seconds(after) }),
    });
  it.each([
    [1, 5],
    [2, 10],
    [4, 40],
    [12, 600],
    [40, 600],
  ])('after %d attempts comes in %d s', (attempts, wait) => {
    expect(ask(attempts)).toBe(plus(now, seconds(wait)));
  });
  it('is as late as the other side asks', () => {
    expect(ask(1, 0, 120)).toBe(plus(now, seconds(120)));
    expect(ask(8, 0, 1)).toBe(plus(now, seconds(600)));
    expect(ask(1, 0, 1e6)).toBe(plus(now, hours(1)));
  });
  it('is not made for ever, and not given up before it was tried often', () => {
    expect(ask(12, 6)).toBe('never');
    expect(ask(11, 48)).not.toBe('never');
    expect(ask(100, 5.9)).not.toBe('never');
  });
});

describe('a claim', () => {
  const claimed = (state: OutboxEntry['state'], claimedBy: string, claimedUntil = later) =>
    entry('a', { state, claimedBy, claimedUntil });
  it.each([
    ['mine', claimed('claimed', 'me'), true, false],
    ['of a process that is gone', claimed('claimed', 'them'), true, true],
    ['of another daemon', claimed('handed-over', 'them'), false, false],
    ['of another daemon, run out', claimed('handed-over', 'them', now), false, true],
    ['there is none', entry('a'), true, false],
  ])('%s', (_, one, alone, expected) => {
    expect(isAbandoned(one, { me: 'me', alone, now })).toBe(expected);
  });

  it.each([
    ['claimed', false, 'due'],
    ['claimed', true, 'due'],
    ['handed-over', true, 'due'],
    ['handed-over', false, 'uncertain'],
  ] as const)('%s, repeatable %s: %s', (state, repeatable, becomes) => {
    expect(recovered({ state }, { repeatable, now }).state).toBe(becomes);
  });
});

describe('a recipient in a record', () => {
  it.each([
    ['ada.lovelace@example.com', 'a***@example.com'],
    ['https://hooks.slack.com/services/T0/B0/secret', 'https://hooks.slack.com/***'],
    ['${SLACK_WEBHOOK}', '${SLACK_WEBHOOK}'],
    ['owner/repository', 'owner/repository'],
  ])('%s', (to, masked) => {
    expect(maskRecipient(to)).toBe(masked);
  });
});
