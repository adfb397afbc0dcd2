import { describe, expect, it } from 'vitest';
import { type Instant, parseRfc3339, rfc3339 } from './time.ts';
import {
  instantOf,
  instantsOf,
  isTimeZone,
  readWallTime,
  type WallTime,
  wallTimeAt,
  wallTimeText,
} from './time-zone.ts';

const wall = (text: string): WallTime => readWallTime(text) as WallTime;
const at = (text: string): Instant => parseRfc3339(text) as Instant;

describe('wall time', () => {
  it.each([
    ['Europe/Berlin', '2026-12-01T22:00', ['2026-12-01T21:00:00.000Z']],
    ['Europe/Berlin', '2026-07-01T22:00', ['2026-07-01T20:00:00.000Z']],
    ['Asia/Kathmandu', '2026-07-01T22:00', ['2026-07-01T16:15:00.000Z']],
    ['UTC', '2026-07-01T22:00', ['2026-07-01T22:00:00.000Z']],
    // The clocks are put forward from 02:00 to 03:00 on 29 March 2026, and from 03:00 back to 02:00 on 25 October.
    ['Europe/Berlin', '2026-03-29T02:30', []],
    ['Europe/Berlin', '2026-03-29T03:00', ['2026-03-29T01:00:00.000Z']],
    ['Europe/Berlin', '2026-10-25T02:30', ['2026-10-25T00:30:00.000Z', '2026-10-25T01:30:00.000Z']],
    ['Europe/Berlin', '2026-10-25T03:00', ['2026-10-25T02:00:00.000Z']],
    ['America/New_York', '2026-03-08T02:30', []],
    ['America/New_York', '2026-11-01T01:30', ['2026-11-01T05:30:00.000Z', '2026-11-01T06:30:00.000Z']],
    // Half an hour only.
    ['Australia/Lord_Howe', '2026-10-04T02:15', []],
  ])('in %s at %s', (zone, text, instants) => {
    expect(instantsOf(wall(text), zone).map(rfc3339)).toEqual(instants);
  });

  it.each([
    ['2026-03-29T02:30', '2026-03-29T01:30:00.000Z'],
    ['2026-10-25T02:30', '2026-10-25T00:30:00.000Z'],
  ])('means one instant even where there is none or two: %s', (text, instant) => {
    expect(rfc3339(instantOf(wall(text), 'Europe/Berlin'))).toBe(instant);
  });

  it('is what the clocks show', () => {
    expect(wallTimeText(wallTimeAt(at('2026-12-01T23:30:00.500Z'), 'Europe/Berlin'))).toBe('2026-12-02T00:30:00');
    expect(wallTimeText(wallTimeAt(at('2026-12-01T00:00:00Z'), 'America/New_York'))).toBe('2026-11-30T19:00:00');
  });

  it.each([
    '2026-02-30',
    '2026-13-01T22:00',
    '2026-12-01T24:00',
    '2026-12-01T22',
    '22:00',
    '2026-12-01T22:00Z',
    '[TBD]',
  ])('is not %s', (text) => expect(readWallTime(text)).toBeUndefined());

  it.each([
    ['Europe/Berlin', true],
    ['UTC', true],
    ['Europe/Atlantis', false],
    ['', false],
  ])('%s is a time zone: %s', (name, known) => expect(isTimeZone(name)).toBe(known));
});
