import { minutes, rfc3339 } from '@daywatch/shared/vocabulary/time.ts';
import { describe, expect, it } from 'vitest';
import { aroundSection, problemLine, problemsOf, productionOf } from './read-plan.fixture.ts';

const windowOf = (written: string) => productionOf(aroundSection(`window: ${written}`)).window;
const faults = (written: string) => problemsOf(aroundSection(`window: ${written}`));

describe('a window', () => {
  it('is read with its freezes, whose last day is frozen to its end', () => {
    const freezes =
      '[{ from: 2026-12-20, until: 2027-01-03, because: holidays }, { from: 2026-12-05T18:00, until: 2026-12-06T06:00 }]';
    const window = windowOf(
      `{ opens: 2026-12-01T22:00, for: 60m, time-zone: Europe/Berlin, expected: 45m, freezes: ${freezes} }`,
    );
    expect(window).toMatchObject({
      opens: { type: 'once' },
      for: minutes(60),
      timeZone: 'Europe/Berlin',
      expected: minutes(45),
    });
    expect(window?.opens.type === 'once' && rfc3339(window.opens.at)).toBe('2026-12-01T21:00:00.000Z');
    expect(window?.freezes.map(({ from, until, because }) => [rfc3339(from), rfc3339(until), because])).toEqual([
      ['2026-12-19T23:00:00.000Z', '2027-01-03T23:00:00.000Z', 'holidays'],
      ['2026-12-05T17:00:00.000Z', '2026-12-06T05:00:00.000Z', undefined],
    ]);
  });

  it.each([
    ['{ opens: "0 22 * * TUE,THU", for: 1h, time-zone: UTC }', { type: 'recurring', cron: '0 22 * * TUE,THU' }],
    ['{ opens: 2026-12-01T22:00+01:00, for: 1h }', { type: 'once', at: Date.parse('2026-12-01T21:00:00Z') }],
    ['{ opens: 2026-12-01T22:00:00Z, for: 1h }', { type: 'once', at: Date.parse('2026-12-01T22:00:00Z') }],
    [
      '{ opens: 2026-10-25T02:30+01:00, for: 1h, time-zone: Europe/Berlin }',
      { type: 'once', at: Date.parse('2026-10-25T01:30:00Z') },
    ],
  ])('%s', (written, opens) => {
    expect(windowOf(written)?.opens).toEqual(opens);
  });

  it.each([
    ['{ for: 1h }', ['9:5 missing-key: "opens" is missing'], undefined],
    ['{ opens: 2026-12-01T22:00, time-zone: UTC }', ['9:5 missing-key: "for" is missing'], undefined],
    [
      '{ opens: 2026-12-01T22:00, for: 1h }',
      ['9:5 missing-key: nobody can tell when 2026-12-01T22:00 is without "time-zone"'],
      'Add it: time-zone: Europe/Berlin.',
    ],
    [
      '{ opens: "0 22 * * TUE", for: 1h }',
      ['9:5 missing-key: nobody can tell when a recurring window opens without "time-zone"'],
      'Add it: time-zone: Europe/Berlin.',
    ],
    [
      '{ opens: 2026-12-01T22:00, for: 1h, time-zone: Europe/Atlantis }',
      ['9:60 wrong-value: there is no time zone "Europe/Atlantis"'],
      'Write it like Europe/Berlin, or UTC.',
    ],
    [
      '{ opens: "[TBD - low traffic]", for: 1h, time-zone: UTC }',
      ['9:22 to-be-decided: still to be decided: low traffic'],
      undefined,
    ],
    [
      '{ opens: tomorrow, for: 1h, time-zone: UTC }',
      ['9:22 wrong-value: "tomorrow" is no time at which a window could open'],
      'Write a local time (2026-12-01T22:00), or a cron expression ("0 22 * * TUE,THU").',
    ],
    [
      '{ opens: 2026-03-29T02:30, for: 1h, time-zone: Europe/Berlin }',
      ['9:22 wrong-value: 2026-03-29T02:30 is no time in Europe/Berlin: the clocks are put forward over it'],
      'Choose a later one.',
    ],
    [
      '{ opens: 2026-11-01T01:30, for: 1h, time-zone: America/New_York }',
      ['9:22 wrong-value: 2026-11-01T01:30 comes twice in America/New_York: the clocks are put back over it'],
      'Write which: 2026-11-01T01:30-04:00 or 2026-11-01T01:30-05:00.',
    ],
    [
      '{ opens: "0 22 * * FUN", for: 1h, time-zone: UTC }',
      ['9:22 wrong-value: "0 22 * * FUN" is no cron expression'],
      'Five fields: minute, hour, day of the month, month, day of the week: "0 22 * * TUE,THU".',
    ],
    [
      '{ opens: 2026-12-01T22:00, for: 30d, time-zone: UTC }',
      ['9:45 span-too-long: a window is open for 7d at most'],
      'A window that is always open is none: leave it out.',
    ],
    [
      '{ opens: 2026-12-01T22:00, for: 1h, expected: 2h, time-zone: UTC }',
      ['9:59 span-too-long: "expected" must not be longer than the window is open'],
      'Make the window longer.',
    ],
    [
      '{ opens: 2026-12-01T22:00, for: 1h, time-zone: UTC, freezes: [{ from: 2026-12-20, until: 2026-12-01 }] }',
      ['9:102 wrong-value: a freeze must end after it begins, and 2026-12-01 is not after 2026-12-20'],
      'Swap them?',
    ],
    [
      '{ opens: 2026-12-01T22:00, for: 1h, time-zone: UTC, freezes: [{ from: Christmas, until: 2026-12-27 }] }',
      ['9:83 wrong-value: "Christmas" is no day and no time'],
      'Write a day (2026-12-20) or a local time (2026-12-20T18:00).',
    ],
    [
      '{ opens: 2026-12-01T22:00Z, for: 1h, freezes: [{ from: 2026-12-20, until: 2026-12-27 }] }',
      ['9:5 missing-key: nobody can tell when the days of a freeze begin without "time-zone"'],
      'Add it: time-zone: Europe/Berlin.',
    ],
    [
      '{ opens: 2026-12-01T22:00, for: 1h, time-zone: UTC, open: x }',
      ['9:65 unknown-key: unknown key "open"'],
      'Did you mean "opens"?',
    ],
  ])('%s', (written, lines, hint) => {
    const found = faults(written);
    expect(found.map(problemLine)).toEqual(lines.map((line) => expect.stringContaining(line)));
    if (hint !== undefined) expect(found[0]?.hint).toBe(hint);
  });
});
