import { commandLine } from '@daywatch/daemon/src/cli/command-line.fixture.ts';
import { expect, it } from 'vitest';
import { deployed, folderWith, inOrder, lines, planOf } from '../replay/recordings.ts';

const plan = planOf({ 'api-errors': { rate: 'pushed', limit: '1%' }, healthy: { check: 'pushed' } });
const healthy = lines('healthy', [1, 24], () => ({ ok: true }));

it.each<[string, string, number]>([
  ['an empty file', '', 64],
  ['only blank lines', '\n\n\n', 64],
  ['only faulty lines', 'ok\nok\n', 64],
  ['only criteria that the plan does not have', inOrder(lines('errors', [1, 24], () => ({ bad: 0, total: 9 }))), 64],
  ['only what was read before the deploy', inOrder(lines('api-errors', [24, 0], () => ({ bad: 0, total: 9 }))), 64],
  [
    'only errors',
    inOrder(
      lines('api-errors', [1, 24], () => ({ error: 'timeout' })),
      healthy,
    ),
    2,
  ],
  [
    'only absences',
    inOrder(
      lines('api-errors', [1, 24], () => ({ absent: 'no rows' })),
      healthy,
    ),
    2,
  ],
  [
    'readings of another measure',
    inOrder(
      lines('api-errors', [1, 24], () => ({ count: 0 })),
      healthy,
    ),
    2,
  ],
  ['one criterion without a single reading', inOrder(healthy), 2],
  [
    'half of the readings missing',
    inOrder(
      lines('api-errors', [1, 24], (tick) => (tick % 480 < 240 ? { bad: 0, total: 900 } : undefined)),
      healthy,
    ),
    2,
  ],
  [
    'no request in a whole day',
    inOrder(
      lines('api-errors', [1, 24], () => ({ bad: 0, total: 0 })),
      healthy,
    ),
    2,
  ],
])('%s is no GO', async (_what, text, expected) => {
  const folder = folderWith({ 'daywatch.yaml': plan, 'readings.jsonl': text });
  const words = ['replay', '--observations', 'readings.jsonl', '--deployed-at', deployed, '--json'];
  const { code, out } = await commandLine(folder)(...words);
  expect(code).toBe(expected);
  expect(out).not.toContain('"verdict":"go"');
});
