import type { Measure, Reading } from '@daywatch/shared/vocabulary/observation.ts';
import * as z from 'zod';
import { excerpt } from '../../web/excerpt.ts';
import { faultsInWords } from '../faults-in-words.ts';

const because = { because: z.string().exactOptional() };
const nothing = [z.strictObject({ absent: z.string().min(1) }), z.strictObject({ error: z.string().min(1) })] as const;

const rate = z.union([z.strictObject({ bad: z.number(), total: z.number(), ...because }), ...nothing]);
const latency = z.union([
  z.strictObject({ values: z.array(z.number()) }),
  z.strictObject({ bounds: z.array(z.number()), counts: z.array(z.number()) }),
  ...nothing,
]);
const count = z.union([
  z.strictObject({ count: z.number(), over: z.number().positive().exactOptional(), ...because }),
  ...nothing,
]);
const gauge = z.union([z.strictObject({ value: z.number(), ...because }), ...nothing]);
const check = z.union([z.strictObject({ ok: z.boolean(), ...because }), ...nothing]);

/** What a command prints for each measure, as in a replay file without `at` and `criterion`. */
const printed = { rate, latency, count, gauge, check } as const;

const example: Readonly<Record<Measure, string>> = {
  rate: '{"bad": 3, "total": 1204}',
  latency: '{"values": [0.21, 0.19]}',
  count: '{"count": 2}',
  gauge: '{"value": 17}',
  check: '{"ok": true}',
};

/** The reading that stands on the last line that is not empty, as JSON. */
export function readPrinted(output: string, measure: Measure): Reading {
  const line = output.trimEnd().split('\n').at(-1)?.trim() ?? '';
  const wanted = `a ${measure} is printed like ${example[measure]}`;
  if (line === '') return { type: 'error', because: `it printed nothing; ${wanted}` };
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return { type: 'error', because: `its last line is not JSON: ${excerpt(line)}; ${wanted}` };
  }
  const read = printed[measure].safeParse(value);
  if (!read.success) {
    const fault = faultsInWords(read.error.issues.slice(0, 1)).slice(0, 200);
    return { type: 'error', because: `it printed ${excerpt(line)} (${fault}); ${wanted}` };
  }
  return readingOf(read.data);
}

type Printed = z.infer<(typeof printed)[Measure]>;

function readingOf(data: Printed): Reading {
  if ('absent' in data) return { type: 'absent', because: data.absent };
  if ('error' in data) return { type: 'error', because: data.error };
  if ('bad' in data) return { type: 'rate', ...data };
  if ('values' in data) return { type: 'latency', ...data };
  if ('bounds' in data) return { type: 'histogram', ...data };
  if ('count' in data) return { type: 'count', ...data };
  if ('value' in data) return { type: 'gauge', ...data };
  return { type: 'check', ...data };
}
