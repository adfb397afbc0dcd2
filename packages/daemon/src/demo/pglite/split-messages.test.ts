import { expect, it } from 'vitest';
import { splitMessages } from './split-messages.ts';

const numbers = (...values: number[]) => {
  const bytes = Buffer.alloc(values.length * 4);
  for (const [index, value] of values.entries()) bytes.writeInt32BE(value, index * 4);
  return bytes;
};
const startup = numbers(8, 196_608);
const query = Buffer.concat([Buffer.from('Q'), numbers(5 + 8), Buffer.from('select 1\0')]);
const sync = Buffer.concat([Buffer.from('S'), numbers(4)]);

it('tells what comes before the first message from the messages', () => {
  const { messages, rest, started } = splitMessages(
    Buffer.concat([numbers(8, 80_877_103), startup, query, sync]),
    false,
  );
  expect(messages).toEqual([
    { type: 'encryption-request' },
    { type: 'startup', bytes: startup },
    { type: 'message', kind: 'Q', bytes: query },
    { type: 'message', kind: 'S', bytes: sync },
  ]);
  expect({ rest: rest.length, started }).toEqual({ rest: 0, started: true });
});

it('keeps a message that has not arrived whole', () => {
  for (const cut of [1, 4, 6]) {
    const { messages, rest } = splitMessages(Buffer.concat([sync, query.subarray(0, cut)]), true);
    expect(messages).toHaveLength(1);
    expect(rest).toEqual(query.subarray(0, cut));
  }
});

it('knows a request to cancel', () => {
  expect(splitMessages(numbers(16, 80_877_102, 1, 2), false).messages).toEqual([{ type: 'cancel-request' }]);
});
