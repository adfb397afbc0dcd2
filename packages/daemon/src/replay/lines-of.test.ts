import { expect, it } from 'vitest';
import { linesOf } from './lines-of.ts';

async function* pieces(...of: readonly (Uint8Array | string)[]) {
  yield* of;
}
async function read(...of: readonly (Uint8Array | string)[]): Promise<readonly string[]> {
  const all: string[] = [];
  for await (const some of linesOf(pieces(...of))) all.push(...some);
  return all;
}

it('puts lines together that come in pieces, even in the middle of a letter', async () => {
  const bytes = new TextEncoder().encode('für\nzwölf\n');
  for (let cut = 0; cut <= bytes.length; cut++) {
    expect(await read(bytes.subarray(0, cut), bytes.subarray(cut))).toEqual(['für', 'zwölf']);
  }
});

it.each([
  [[], []],
  [[''], []],
  [['a'], ['a']],
  [['a\n\nb'], ['a', '', 'b']],
  [
    ['a', 'b\nc'],
    ['ab', 'c'],
  ],
])('%j are the lines %j', async (of, lines) => {
  expect(await read(...of)).toEqual(lines);
});
