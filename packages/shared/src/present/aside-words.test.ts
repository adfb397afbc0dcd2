import { describe, expect, it } from 'vitest';
import type { EnvironmentView } from '../api/views.ts';
import { asideWords } from './aside-words.ts';
import { anEnvironment } from './environment.fixture.ts';

type Deployment = NonNullable<EnvironmentView['deployment']>;
const said = (of: Parameters<typeof anEnvironment>[0]) => asideWords(anEnvironment(of)).map(({ text }) => text);

const watch = {
  startedAt: '2026-12-01T22:05:00Z',
  endsAt: '2026-12-03T00:05:00Z',
  latestEnd: '2026-12-04T00:05:00Z',
  for: '1d2h',
  extendedBy: '2h',
  seen: '1h',
  blind: '0s',
  remaining: '23h',
  coverage: 1,
  falseAlarmBound: 0.01,
};
const extend: Deployment['decisions'][number] = {
  decision: 'extend',
  by: 'lena',
  at: '2026-12-01T23:00:00Z',
  reason: 'the nightly job',
};
const closed: NonNullable<EnvironmentView['window']> = {
  state: 'closed',
  timeZone: 'Europe/Berlin',
  because: 'the window is closed; it opens next on Tue 2026-12-01 22:00 to 23:00 (Europe/Berlin)',
  next: [],
};
const waitsForDecision = { since: '2026-12-03T00:05:00Z', because: ['too little was seen'] };

describe('what is said beside a verdict', () => {
  it('is nothing where there is nothing to say', () => {
    expect(said({})).toEqual([]);
    expect(said({ deployment: { phase: 'watching' } })).toEqual([]);
  });

  it.each<[string, Parameters<typeof anEnvironment>[0], string]>([
    [
      'who extended the watch, by how much and until when, by the clocks of the window',
      { deployment: { phase: 'watching', decisions: [extend] }, verdict: { watch }, window: closed },
      'Extended by 2h by lena until Thu 2026-12-03 01:05 (Europe/Berlin).',
    ],
    [
      'the same by UTC where the plan has no window',
      { deployment: { phase: 'watching', decisions: [extend, { ...extend, by: 'tom' }] }, verdict: { watch } },
      'Extended by 2h by lena and tom until Thu 2026-12-03 00:05 (UTC).',
    ],
    [
      'that a person is asked, and how one answers',
      { deployment: { phase: 'watching', waitsForDecision } },
      'It waits for a decision: daywatch decide go, no-go, extend or roll-back --environment production --reason WHY.',
    ],
    [
      'what ran over',
      {
        deployment: {
          phase: 'deploying',
          overruns: [{ what: 'expected', at: '2026-12-01T22:50:00Z', because: 'it takes longer than 45m' }],
        },
      },
      'It takes longer than 45m.',
    ],
    [
      'what was overridden',
      {
        verdict: { overrides: [{ what: 'window', by: 'lea', reason: 'a hotfix', at: '2026-12-01T22:00:00Z' }] },
      },
      'The window was overridden by lea: a hotfix.',
    ],
    [
      'whom a message did not reach',
      { verdict: { notices: ['nobody told a***@example.com'] } },
      'Nobody told a***@example.com.',
    ],
    [
      'where the ticket is',
      { deployment: { phase: 'rolled-back', ticket: { state: 'opened', in: 'acme/shop', url: 'https://git.test/7' } } },
      'Ticket: https://git.test/7',
    ],
    [
      'why there is no ticket',
      { deployment: { phase: 'rolled-back', ticket: { state: 'failed', in: 'acme/shop', because: 'not allowed' } } },
      'No ticket could be opened in acme/shop: not allowed.',
    ],
    [
      'when it could be tried again',
      {
        deployment: {
          phase: 'rolled-back',
          nextWindow: {
            opensAt: '2026-12-03T21:00:00Z',
            closesAt: '2026-12-03T22:00:00Z',
            timeZone: 'Europe/Berlin',
            because: 'the first opening',
          },
        },
      },
      'It could be tried again on Thu 2026-12-03 22:00 (Europe/Berlin).',
    ],
    [
      'when one may deploy',
      { window: closed },
      'The window is closed; it opens next on Tue 2026-12-01 22:00 to 23:00 (Europe/Berlin).',
    ],
  ])('is %s', (_, view, text) => {
    expect(said(view)).toEqual([text]);
  });

  it('is what people are asked for: a rollback, and how it begins', () => {
    const rollbackAsked = { by: 'an agent', at: '2026-12-01T23:00:00Z', reason: 'checkout is slow' };
    expect(said({ deployment: { phase: 'watching', rollbackAsked } })).toEqual([
      'An agent asks to roll back: checkout is slow.',
      'It begins with daywatch rollback production.',
    ]);
  });

  it('names one next window: after a rollback the one that is proposed', () => {
    const nextWindow = {
      opensAt: '2026-12-03T21:00:00Z',
      closesAt: '2026-12-03T22:00:00Z',
      timeZone: 'Europe/Berlin',
      because: 'the first opening',
    };
    expect(said({ deployment: { phase: 'rolled-back', nextWindow }, window: closed })).toEqual([
      'It could be tried again on Thu 2026-12-03 22:00 (Europe/Berlin).',
    ]);
    const isOpen = { ...closed, state: 'open' as const, because: 'the window is open until 23:00' };
    expect(said({ deployment: { phase: 'rolled-back', nextWindow }, window: isOpen })).toHaveLength(2);
  });

  it('does not promise an end to a watch that waits for a decision', () => {
    const deployment = { phase: 'watching', decisions: [extend], waitsForDecision } as const;
    expect(said({ deployment: { ...deployment, decisions: [extend] }, verdict: { watch } })[1]).toBe(
      'Extended by 2h by lena.',
    );
  });

  it.each(['deploying', 'verifying', 'watching', 'rolling-back'] as const)(
    'leaves the window out while %s',
    (phase) => {
      expect(said({ deployment: { phase }, window: closed })).toEqual([]);
    },
  );
});
