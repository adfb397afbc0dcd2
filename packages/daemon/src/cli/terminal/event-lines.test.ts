import { millis } from '@daywatch/shared/vocabulary/time.ts';
import { describe, expect, it } from 'vitest';
import type { RunnerEvent } from '../../runner/runner-event.ts';
import { eventLines } from './event-lines.ts';
import { widthOf } from './fit.ts';
import { createPaint } from './paint.ts';
import { advance, noProgress } from './progress.ts';

const paint = createPaint(false);
const commit = '9f8d1110000000000000000000000000000000aa';

/** What stands on the terminal after these events. */
function shown(events: readonly RunnerEvent[], live: boolean, columns = 80): readonly string[] {
  let progress = noProgress;
  return events.flatMap((event) => {
    const lines = eventLines(event, progress, { paint, columns, live });
    const { unopened, ...opened } = advance(progress, event, millis(0));
    progress =
      lines.length === 0 || event.type === 'phase-started' ? { ...opened, ...(unopened && { unopened }) } : opened;
    return lines;
  });
}

const phase = 'deploying';
const started = (step: string, title = step): RunnerEvent => ({ type: 'step-started', phase, step, title });
const finished = (step: string, more: Partial<Extract<RunnerEvent, { type: 'step-finished' }>> = {}): RunnerEvent => ({
  type: 'step-finished',
  phase,
  step,
  outcome: 'passed',
  exitCode: 0,
  seconds: 0.4,
  tail: '',
  because: 'exit code 0',
  ...more,
});
const deployment: readonly RunnerEvent[] = [
  {
    type: 'begun',
    what: 'deploy',
    service: 'shop',
    environment: 'production',
    version: { version: '1.4.2', commit },
    target: { version: '1.4.1', commit },
    deployment: '01JE',
  },
  { type: 'phase-started', phase: 'preflight' },
  { type: 'phase-finished', phase: 'preflight', outcome: 'passed' },
  { type: 'phase-started', phase },
  started('merge', 'git merge --no-edit staging'),
  { type: 'step-output', phase, step: 'merge', text: 'Updating\nFast-forward\n' },
  finished('merge'),
  started('script', './deploy.sh'),
  finished('script', {
    outcome: 'failed',
    exitCode: 3,
    seconds: 72,
    because: 'exit code 3',
    tail: 'copying\nno space left\n',
  }),
];

describe('a deployment', () => {
  it('at a terminal: what is done stays, a failure with its last lines, an empty phase not at all', () => {
    expect(shown(deployment, true)).toEqual([
      'shop 1.4.2 to production',
      '9f8d111 · back to 1.4.1 if need be · 01JE',
      '',
      'Deploy',
      '  ✓ git merge --no-edit staging  0.4 s',
      '  ✗ ./deploy.sh  exit code 3 · 1m12s',
      '    │ copying',
      '    │ no space left',
    ]);
  });

  it('in a log: steps as they begin, with all that they print', () => {
    expect(shown(deployment, false).slice(2)).toEqual([
      '',
      'Deploy',
      '  ▸ git merge --no-edit staging',
      '    │ Updating',
      '    │ Fast-forward',
      '  ✓ git merge --no-edit staging  0.4 s',
      '  ▸ ./deploy.sh',
      '  ✗ ./deploy.sh  exit code 3 · 1m12s',
    ]);
  });

  it.each([40, 80, 120])('fits into %i columns', (columns) => {
    const long = started('long', `./deploy.sh ${'--with-an-option '.repeat(20)}`);
    const lines = shown(
      [deployment[0] as RunnerEvent, long, finished('long', { outcome: 'failed', tail: 'x'.repeat(500) })],
      true,
      columns,
    );
    expect(Math.max(...lines.map(widthOf))).toBeLessThanOrEqual(columns);
  });
});

it.each<[string, RunnerEvent, readonly string[]]>([
  [
    'a missing sign-off, with the command that signs',
    {
      type: 'waiting-for-checklist',
      open: [{ item: 'reviewed', title: 'Rollback reviewed', because: 'not signed', role: 'devops-lead' }],
    },
    ['  … Waiting for sign-offs', '    Rollback reviewed (devops-lead)', '    daywatch sign-off reviewed'],
  ],
  [
    'a sign-off',
    { type: 'item-fulfilled', item: 'reviewed', title: 'Rollback reviewed', because: 'signed by dana' },
    ['  ✓ Rollback reviewed  signed by dana'],
  ],
  [
    'what was overridden',
    {
      type: 'phase-finished',
      phase: 'preflight',
      outcome: 'passed',
      because: 'overridden (site down): Tests: exit code 1',
    },
    ['  ! overridden (site down): Tests: exit code 1'],
  ],
  [
    'an absence',
    { type: 'daemon-away', because: 'x' },
    ['  ! The daemon is away; what it should know is kept for it.'],
  ],
  ['a skipped step', { type: 'step-skipped', phase, step: 'a', title: 'git push' }, ['  – git push  passed before']],
  [
    'an interruption',
    finished('a', { outcome: 'interrupted', because: 'interrupted' }),
    ['  ■ a  interrupted · 0.4 s'],
  ],
])('shows %s', (_what, event, lines) => {
  expect(shown([event], true)).toEqual(lines);
});
