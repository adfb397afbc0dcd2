import type { DeploymentEvent, RecordedEvent } from '@daywatch/shared/vocabulary/deployment-event.ts';
import { instant } from '@daywatch/shared/vocabulary/time.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chain, emptyChain, hashOf } from './chain.ts';
import { verifyRecord } from './verify.ts';

const event = fc.oneof<fc.Arbitrary<DeploymentEvent>[]>(
  fc.record({ type: fc.constant('decided' as const), decision: fc.constantFrom('go', 'no-go'), reason: fc.string() }),
  fc.record({ type: fc.constant('interrupted' as const), because: fc.string({ unit: 'grapheme' }) }),
  fc.record({ type: fc.constant('sign-off-withdrawn' as const), item: fc.string() }),
  fc.record({
    type: fc.constant('window-overrun' as const),
    what: fc.constantFrom('expected' as const, 'window' as const),
    because: fc.string(),
  }),
);
/** Events that came one by one, from different people at different times. */
const record = fc
  .array(fc.tuple(event, fc.string(), fc.nat({ max: 4e12 })), { minLength: 2, maxLength: 12 })
  .map((told) => {
    const events: RecordedEvent[] = [];
    for (const [one, actor, time] of told)
      events.push(...chain(events.at(-1) ?? emptyChain, [one], { deployment: 'D1', at: instant(time), actor }));
    return events;
  });
const text = (events: readonly unknown[]) => events.map((one) => JSON.stringify(one)).join('\n');
const place = (events: readonly unknown[], n: number) => n % events.length;

type Change = (events: readonly RecordedEvent[], n: number, word: string) => readonly unknown[];
const changes: Readonly<Record<string, Change>> = {
  'another actor': (events, n, word) =>
    events.with(place(events, n), { ...at(events, n), actor: `${at(events, n).actor}${word}x` }),
  'another time': (events, n) => events.with(place(events, n), { ...at(events, n), at: '1999-12-31T23:59:59.000Z' }),
  'another content': (events, n, word) =>
    events.with(place(events, n), { ...at(events, n), event: { type: 'cancelled', because: word } }),
  'an added key': (events, n, word) =>
    events.with(place(events, n), { ...at(events, n), [`x${word}`]: word } as RecordedEvent),
  'another hash': (events, n) => events.with(place(events, n), { ...at(events, n), hash: '0'.repeat(64) }),
  'an event less': (events, n) => events.toSpliced(n % (events.length - 1), 1),
  'an event twice': (events, n) => events.toSpliced(place(events, n), 0, at(events, n)),
  'two in the wrong order': (events, n) => {
    const first = n % (events.length - 1);
    return events.toSpliced(first, 2, events[first + 1] as RecordedEvent, events[first] as RecordedEvent);
  },
  'a forged event with its own hash': (events, n, word) => {
    const forged = { ...at(events, n % (events.length - 1)), actor: `${word}forger` };
    const { hash: _, ...unsigned } = forged;
    return events.with(n % (events.length - 1), { ...forged, hash: hashOf(unsigned) });
  },
  'an event of another deployment': (events, n) =>
    events.with(place(events, n), { ...at(events, n), deployment: 'D2' }),
};
const at = (events: readonly RecordedEvent[], n: number): RecordedEvent => events[place(events, n)] as RecordedEvent;

describe('a record', () => {
  it('that nobody touched is intact, and stays so when it goes on', () => {
    fc.assert(
      fc.property(record, fc.nat(), (events, n) => {
        const last = at(events, n).hash;
        expect(verifyRecord(text(events), last)).toMatchObject({ intact: true, events: events.length });
      }),
    );
  });

  it.each(Object.entries(changes))('with %s is not', (_, change) => {
    fc.assert(
      fc.property(record, fc.nat(), fc.string(), (events, n, word) => {
        expect(verifyRecord(text(change(events, n, word))).intact).toBe(false);
      }),
    );
  });

  it('that was cut off, or written anew from some place on, does not have the hash that was noted', () => {
    fc.assert(
      fc.property(record, fc.nat(), fc.boolean(), (events, n, anew) => {
        const kept = events.slice(0, 1 + (n % (events.length - 1)));
        const told = anew ? events.slice(kept.length).map((one) => one.event) : [];
        const after = chain(kept.at(-1) ?? emptyChain, told, {
          deployment: 'D1',
          at: instant(7),
          actor: 'the forger of all',
        });
        expect(verifyRecord(text([...kept, ...after]), events.at(-1)?.hash).intact).toBe(false);
      }),
    );
  });
});
