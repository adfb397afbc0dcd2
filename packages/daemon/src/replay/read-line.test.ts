import { observationLine, observationOf } from '@daywatch/shared/vocabulary/observation.ts';
import { instant } from '@daywatch/shared/vocabulary/time.ts';
import { describe, expect, it } from 'vitest';
import { lineOf } from './line-of.ts';
import { readLine } from './read-line.ts';

const at = '"at":"2026-12-01T21:00:00Z","criterion":"c"';
const everySecond = () => 1;

describe('a line of a recording', () => {
  it.each([
    `{${at},"seconds":15,"bad":3,"total":1204}`,
    `{${at},"seconds":15,"bad":3,"total":1204,"because":"GET /cart 500"}`,
    `{${at},"seconds":15,"values":[0.21,0.19]}`,
    `{${at},"seconds":15,"values":[]}`,
    `{${at},"seconds":60,"bounds":[0.1,0.25,1],"counts":[10,4,1,0]}`,
    `{${at},"seconds":60,"count":2}`,
    `{${at},"seconds":15,"count":31,"over":150}`,
    `{${at},"seconds":15,"count":31,"over":150,"because":"TypeError"}`,
    `{${at},"seconds":0.5,"value":-17}`,
    `{${at},"seconds":15,"ok":false,"because":"503"}`,
    `{${at},"seconds":15,"absent":"no rows"}`,
    `{${at},"seconds":15,"error":"timeout after 10 s"}`,
    `{"at":"2026-12-01T22:00:00.25+01:00","criterion":"c","seconds":15,"ok":true}`,
  ])('%s is read as the schema reads it, and written back', (text) => {
    const read = readLine(text, everySecond);
    const expected = observationOf(observationLine.parse(JSON.parse(text)));
    expect(read).toEqual({ type: 'reading', observation: expected });
    expect(readLine(lineOf(expected), everySecond)).toEqual(read);
  });

  it('has the pace of its criterion where it says none', () => {
    expect(readLine(`{${at},"ok":true}`, () => 300)).toEqual({
      type: 'reading',
      observation: {
        criterion: 'c',
        at: instant(Date.parse('2026-12-01T21:00:00Z')),
        seconds: 300,
        reading: { type: 'check', ok: true },
      },
    });
  });

  it.each([
    ['nonsense', 'it is not JSON', 'One JSON object a line'],
    ['[1]', 'it is not a JSON object', 'Write it like'],
    ['{"criterion":"c","ok":true}', 'it does not say its time', '2026-12-01T21:00:00Z'],
    ['{"at":"today","criterion":"c","ok":true}', '"at" is "today", which is no time', 'RFC 3339'],
    ['{"at":"2026-12-01T21:00:00","criterion":"c","ok":true}', 'which is no time', 'with its offset'],
    ['{"at":1764622800,"criterion":"c","ok":true}', 'which is no time', '2025-12-01T21:00:00.000Z'],
    ['{"at":1764622800000,"criterion":"c","ok":true}', 'which is no time', '2025-12-01T21:00:00.000Z'],
    ['{"at":"2026-12-01T21:00:00Z","ok":true}', 'it does not say its criterion', 'the plan gives it'],
    [`{${at},"seconds":0,"ok":true}`, '"seconds" is 0', 'a number over 0'],
    [`{${at},"seconds":"15","ok":true}`, '"seconds" is "15"', 'a number over 0'],
    [`{${at}}`, 'there is no reading in it', 'One of "bad" with "total"'],
    [`{${at},"ok":true,"value":3}`, 'it has "value" and "ok"', 'One of'],
    [`{${at},"bad":3}`, '"total" is missing', 'is a number'],
    [`{${at},"bad":null,"total":3}`, '"bad" is null', '{"absent":"why"}'],
    [`{${at},"value":"NaN"}`, '"value" is "NaN"', '{"absent":"why"}'],
    [`{${at},"value":1e999}`, '"value" is null', '{"absent":"why"}'],
    [`{${at},"values":[1,null]}`, '"values" is not a list of numbers', 'leave the number out'],
    [`{${at},"values":3}`, '"values" is not a list of numbers', 'leave the number out'],
    [`{${at},"bounds":[1]}`, '"counts" is missing', 'a list of numbers'],
    [`{${at},"count":3,"over":0}`, '"over" is 0', 'seconds in which so many were counted'],
    [`{${at},"count":3,"over":"2m"}`, '"over" is "2m"', 'seconds in which so many were counted'],
    [`{${at},"ok":1}`, '"ok" is 1', 'true or false'],
    [`{${at},"ok":true,"because":3}`, '"because" is 3', 'is a text'],
    [`{${at},"error":true}`, '"error" is true', 'says why'],
  ])('%s is faulty: %s', (text, because, hint) => {
    const read = readLine(text, everySecond);
    expect(read).toEqual({
      type: 'faulty',
      because: expect.stringContaining(because),
      hint: expect.stringContaining(hint),
    });
  });

  it('with a key that means nothing is used all the same, and the key is named', () => {
    expect(readLine(`{${at},"ok":true,"secs":5}`, everySecond)).toMatchObject({ type: 'reading', strangeKey: 'secs' });
  });
});
