import type { Reading } from '@daywatch/shared/vocabulary/observation.ts';
import type { Answer } from './database.ts';

const decimal = /^-?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;

/** The one number that an answer consists of. Anything else is said, never guessed. */
export function oneNumber(answer: Extract<Answer, { type: 'answered' }>): Reading {
  const { rows, columns } = answer;
  if (rows.length === 0) return { type: 'absent', because: 'returned no rows, expected one number' };
  if (rows.length > 1) return { type: 'error', because: `returned ${rows.length} rows, expected one number` };
  if (columns.length !== 1)
    return {
      type: 'error',
      because: `returned ${columns.length} columns (${columns.join(', ')}), expected one number`,
    };
  const value: unknown = rows[0]?.[0];
  if (value === null) return { type: 'absent', because: `returned null as ${columns[0]}` };
  // bigint and numeric come as text, since they may not fit into a double.
  const number =
    typeof value === 'number' ? value : typeof value === 'string' && decimal.test(value) ? Number(value) : undefined;
  if (number !== undefined && Number.isFinite(number)) return { type: 'gauge', value: number };
  if (typeof value === 'number' || value === 'NaN' || value === 'Infinity' || value === '-Infinity')
    return { type: 'absent', because: `returned ${value} as ${columns[0]}` };
  return { type: 'error', because: `returned a ${typeof value} as ${columns[0]}, expected one number` };
}
