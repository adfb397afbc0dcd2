import { beforeEach, describe, expect, it } from 'vitest';
import type { Claim, ClaimFolder } from './claim-folder.ts';
import type { Notice } from './notice.ts';
import { claimNotice } from './notice-lease.ts';

const notice: Notice = { type: 'roll-back', deployment: '01DEPLOYMENT', message: 'roll back' };
const start = 1_764_626_400_000;
const halfAnHour = 30 * 60_000;
let now: number;
let alive: Set<number>;
let claims: ClaimFolder;
beforeEach(() => {
  now = start;
  alive = new Set([1, 2, 3]);
  claims = inMemory();
});

/** `undefined`: it is there, and cannot be read. */
function inMemory(...first: (Claim | undefined)[]): ClaimFolder {
  const made = new Map<string, (Claim | undefined)[]>([['01DEPLOYMENT.roll-back', first]]);
  const of = (name: string) => made.get(name) ?? [];
  return {
    last: async (name) => of(name).length,
    read: async (name, number) => of(name)[number - 1],
    async make(name, number, claim) {
      if (of(name).length >= number) return false;
      made.set(name, [...of(name), claim]);
      return true;
    },
  };
}

const claimed = (pid: number, what: Notice = notice, folder = claims) =>
  claimNotice(what, { claims: folder, pid, now: () => now, isAlive: (one) => alive.has(one) });

it('lets one window say it', async () => {
  expect([await claimed(1), await claimed(2)]).toEqual([true, false]);
  expect(await claimed(2, { ...notice, deployment: '02OTHER' })).toBe(true);
  expect(await claimed(2, { ...notice, type: 'succeeded' })).toBe(true);
});

it('lets the same window say it again', async () => expect([await claimed(1), await claimed(1)]).toEqual([true, true]));

it('loses no notice with the window that would have shown it', async () => {
  await claimed(1);
  alive.delete(1);
  expect(await claimed(2)).toBe(true);
});

it('is said elsewhere when nobody has answered for half an hour', async () => {
  await claimed(1);
  now += halfAnHour - 1;
  expect(await claimed(2)).toBe(false);
  now += 1;
  expect(await claimed(2)).toBe(true);
});

it('says it rather twice than never when the claim cannot be read', async () => {
  claims = inMemory(undefined);
  expect(await claimed(1)).toBe(true);
});

describe.each([
  ['nobody has claimed', []],
  ['a window that is gone had claimed', [{ pid: 9, at: start }]],
  ['nobody answered for half an hour', [{ pid: 3, at: start - halfAnHour }]],
  ['was claimed by what cannot be read', [undefined]],
])('what %s', (_, before) => {
  it('is said by one of two windows, in whatever order they look and write', async () => {
    let orders = 0;
    for (let order: readonly number[] | undefined = []; order !== undefined; orders += 1) {
      const folder = inMemory(...before);
      const run = await inTurns([1, 2], order, (pid, turn) => claimed(pid, notice, taking(turn, folder)));
      expect(run.answers.filter(Boolean), `order ${run.taken}`).toHaveLength(1);
      order = nextOrder(run);
    }
    expect(orders).toBeGreaterThan(5);
  });
});

type Turn = () => Promise<void>;

const taking = (turn: Turn, { last, read, make }: ClaimFolder): ClaimFolder => ({
  last: (...given) => turn().then(() => last(...given)),
  read: (...given) => turn().then(() => read(...given)),
  make: (...given) => turn().then(() => make(...given)),
});

interface Run {
  readonly answers: readonly boolean[];
  /** Of those that waited, who was let go on, each time; and how many there were. */
  readonly taken: readonly number[];
  readonly choices: readonly number[];
}

/** Lets one of several at a time go on to its next turn: who, says `order`, and where it says nothing, the first. */
async function inTurns(
  pids: readonly number[],
  order: readonly number[],
  begin: (pid: number, turn: Turn) => Promise<boolean>,
): Promise<Run> {
  const waiting = new Map<number, () => void>();
  const answers = Promise.all(pids.map((pid) => begin(pid, () => new Promise((go) => waiting.set(pid, go)))));
  const taken: number[] = [];
  const choices: number[] = [];
  for (;;) {
    await new Promise(setImmediate);
    const others = [...waiting].sort(([a], [b]) => a - b);
    const choice = order[taken.length] ?? 0;
    const [pid, go] = others[choice] ?? [];
    if (pid === undefined || go === undefined) return { answers: await answers, taken, choices };
    taken.push(choice);
    choices.push(others.length);
    waiting.delete(pid);
    go();
  }
}

/** The order after this one; `undefined` after the last. */
function nextOrder({ taken, choices }: Run): readonly number[] | undefined {
  const at = taken.findLastIndex((choice, index) => choice + 1 < (choices[index] ?? 0));
  return at < 0 ? undefined : [...taken.slice(0, at), (taken[at] ?? 0) + 1];
}
