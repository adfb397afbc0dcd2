import type { Reading } from '@daywatch/shared/vocabulary/observation.ts';
import type { Millis } from '@daywatch/shared/vocabulary/time.ts';
import { groupThousands } from '@daywatch/shared/vocabulary/units.ts';
import * as z from 'zod';
import type { Memory } from '../../../ports/memory.ts';
import type { Occasion, Probe } from '../../../ports/source.ts';
import type { Database } from '../database.ts';
import { type Era, eraOf } from '../era.ts';
import { quoteTable } from '../quote-identifier.ts';

interface RowCountQuestion {
  readonly table: string;
  readonly where?: string;
  readonly fallsAtMost?: number;
  readonly growsAtMost?: number;
  readonly timeout?: Millis;
}

const remembered = z.object({
  era: z.string(),
  deployment: z.string().optional(),
  /** The last count before the deploy. */
  before: z.number().optional(),
  latest: z.number(),
});
type Remembered = z.infer<typeof remembered>;

/** What is known after a count. A rollback keeps what was before the deploy that it takes back. */
export function recount(known: Remembered | undefined, era: Era, latest: number): Remembered {
  const { key, deployment } = era;
  const same =
    known?.era === key || (known !== undefined && deployment !== undefined && known.deployment === deployment);
  const before = deployment === undefined ? undefined : same ? known.before : known?.latest;
  return { era: key, latest, ...(deployment !== undefined && { deployment }), ...(before !== undefined && { before }) };
}

export function judgeRowCount(
  { table, fallsAtMost, growsAtMost }: RowCountQuestion,
  { deployment, before, latest }: Remembered,
): Reading {
  const rows = `row-count of ${table}: ${groupThousands(latest)}`;
  if (deployment === undefined) return { type: 'check', ok: true, because: `${rows}; nothing was deployed since` };
  if (before === undefined)
    return {
      type: 'absent',
      because: `${rows}; the first count came after the deploy had begun, so there is none to compare with`,
    };
  const change = `${rows}, ${groupThousands(before)} before the deploy`;
  const percent = (share: number) => `${Math.round(share * 1_000) / 10} %`;
  if (fallsAtMost !== undefined && latest < before * (1 - fallsAtMost))
    return {
      type: 'check',
      ok: false,
      because: `${change}: fell by ${percent(1 - latest / before)}, at most ${percent(fallsAtMost)} is accepted`,
    };
  if (growsAtMost !== undefined && latest > before * (1 + growsAtMost)) {
    const grew = before === 0 ? 'grew from nothing' : `grew by ${percent(latest / before - 1)}`;
    return { type: 'check', ok: false, because: `${change}: ${grew}, at most ${percent(growsAtMost)} is accepted` };
  }
  return { type: 'check', ok: true, because: change };
}

/** The number of rows, against the last count before the deploy. */
export function askRowCount(database: Database, question: RowCountQuestion, memory: Memory): Probe {
  const { table, where, timeout } = question;
  const name = `row-count ${table} ${where ?? ''}`;
  const opening = `select count(*) from ${quoteTable(table)}${where === undefined ? '' : ' where '}`;
  return {
    async observe(signal, occasion?: Occasion): Promise<Reading> {
      const answer = await database.ask({
        sql: where === undefined ? opening : `${opening}(${where}\n)`,
        offset: opening.length + 1,
        signal,
        ...(timeout !== undefined && { timeout }),
      });
      if (answer.type === 'failed') return { type: 'error', because: `row-count of ${table}: ${answer.because}` };
      const count = Number(answer.rows[0]?.[0] ?? Number.NaN);
      if (!Number.isInteger(count))
        return { type: 'error', because: `row-count of ${table}: the rows could not be counted` };
      const known = remembered.safeParse(await memory.read(name));
      const now = recount(known.success ? known.data : undefined, eraOf(occasion), count);
      await memory.write(name, now);
      return judgeRowCount(question, now);
    },
  };
}
