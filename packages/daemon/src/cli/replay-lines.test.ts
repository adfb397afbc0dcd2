import { hours, instant } from '@daywatch/shared/vocabulary/time.ts';
import { expect, it } from 'vitest';
import { criterion, deployedAt, gauge, rate, settingsFor } from '../engine/scenario.fixture.ts';
import { replayWatch } from '../replay/replay-watch.ts';
import { changeLines } from './replay-lines.ts';
import { createPaint } from './terminal/paint.ts';

it('tells three of what passes with a GO, how many more pass, and each warning that fails', () => {
  const names = ['a', 'b', 'c', 'd'];
  const errors = names.map((name) => criterion({ measure: 'rate', name, title: name, limit: 0.01 }));
  const pool = criterion({ measure: 'gauge', name: 'pool', title: 'Pool', severity: 'warning', limit: 10 });
  const setup = {
    criteria: [...errors, pool],
    startedAt: deployedAt,
    settings: settingsFor(hours(4)),
    rollback: { blocking: 1, critical: 2, integrity: 1 },
  };
  const watch = replayWatch({ setup, baseline: [] });
  for (let second = 0; second < 4 * 3600; second += 15) {
    const when = { at: instant(deployedAt + second * 1000), seconds: 15 };
    for (const name of names) watch.take({ ...when, criterion: name, reading: rate(0, 1000) });
    watch.take({ ...when, criterion: 'pool', reading: gauge(50) });
  }
  const [go] = watch.finish().changes;
  const sheet = { paint: createPaint(false), columns: 400, startedAt: deployedAt, watchLength: hours(4) };
  const told = go === undefined ? [] : changeLines(go, sheet).map((line) => line.trim());
  expect(told[0]).toContain('GO  proceed');
  expect(told.slice(1).map((line) => line.split(':')[0])).toEqual(['a', 'b', 'c', 'and 1 more that passes', 'Pool']);
});
