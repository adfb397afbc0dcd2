import type { AnnouncementReason, Occasion } from '@daywatch/shared/vocabulary/announce.ts';
import { occasion } from '@daywatch/shared/vocabulary/announce.ts';
import type { DeploymentEvent } from '@daywatch/shared/vocabulary/deployment-event.ts';
import { hours, instant, plus } from '@daywatch/shared/vocabulary/time.ts';
import { describe, expect, it } from 'vitest';
import { momentsOf } from './moments-of.ts';
import { dueAfter, dueBefore } from './reason.ts';
import { announcing, began, deploying, planWith, recordOf, requested, verdict, watching } from './story.fixture.ts';

type Story = readonly (DeploymentEvent | readonly DeploymentEvent[])[];

const all = [...occasion.options] as readonly Occasion[];
const due = (story: Story, on: readonly Occasion[] = all, { after = 0, resolves = false } = {}) =>
  dueAfter({
    moments: momentsOf(recordOf(...story)),
    after,
    plan: planWith(announcing(on, { resolves })),
    openingAt: () => undefined,
  });
const told = (...asked: Parameters<typeof due>): readonly AnnouncementReason[] =>
  due(...asked).map(({ facts }) => facts.reason);

const deployed: Story = [requested, ...deploying, watching];
const ended = (word: 'go' | 'no-go' | 'undecided'): DeploymentEvent => ({
  type: 'watch-ended',
  verdict: word,
  seen: '1d',
  blind: '0s',
  because: 'the watch is over',
});

describe('what a record is an occasion for', () => {
  it.each<[string, Story, readonly AnnouncementReason[]]>([
    ['a deploy', deployed, ['planned', 'deploying', 'verifying', 'watching']],
    [
      'a GO',
      [...deployed, verdict('go', 'proceed'), [verdict('go', 'proceed', true), ended('go')]],
      ['planned', 'deploying', 'verifying', 'watching', 'go', 'succeeded'],
    ],
    ['a NO-GO', [...deployed, verdict('no-go')], ['planned', 'deploying', 'verifying', 'watching', 'no-go']],
    [
      'a NO-GO that gets worse',
      [...deployed, verdict('no-go'), verdict('no-go', 'roll-back')],
      ['planned', 'deploying', 'verifying', 'watching', 'no-go', 'roll-back-recommended'],
    ],
    [
      'a failed verification',
      [requested, ...deploying, { type: 'phase-finished', phase: 'verifying', outcome: 'failed' }],
      ['planned', 'deploying', 'verifying', 'roll-back-recommended'],
    ],
    [
      'a watch that ends undecided',
      [...deployed, [verdict('undecided', 'hold', true), ended('undecided')]],
      ['planned', 'deploying', 'verifying', 'watching', 'undecided'],
    ],
    [
      'a runner that fell silent',
      [requested, ...deploying, { type: 'interrupted', because: 'silent' }, { type: 'resumed', from: 'verifying' }],
      ['planned', 'deploying', 'verifying', 'interrupted', 'verifying'],
    ],
    [
      'a daemon that was away',
      [...deployed, { type: 'daemon-resumed', blindFrom: '2026-12-01T21:05:00Z', blindUntil: '2026-12-01T21:09:00Z' }],
      ['planned', 'deploying', 'verifying', 'watching', 'blind'],
    ],
    [
      'an overrun',
      [requested, ...deploying, { type: 'window-overrun', what: 'expected', because: 'slow' }],
      ['planned', 'deploying', 'verifying', 'overrun'],
    ],
    [
      'a watch that a person extends',
      [
        ...deployed,
        [
          { type: 'decided', decision: 'extend', reason: 'the nightly job' },
          { type: 'watch-extended', by: '2h', extends: 'watch' },
        ],
      ],
      ['planned', 'deploying', 'verifying', 'watching', 'extended'],
    ],
    [
      'an automatic rollback that is offered, which tells of the recommendation too',
      [
        ...deployed,
        [verdict('no-go', 'roll-back'), { type: 'automatic-rollback-offered', because: ['p95 is 412 ms'] }],
      ],
      ['planned', 'deploying', 'verifying', 'watching', 'automatic-rollback'],
    ],
    ['a cancelled one', [requested, { type: 'cancelled', because: 'not today' }], ['planned', 'cancelled']],
  ])('%s', (_, story, reasons) => {
    expect(told(story)).toEqual(reasons);
  });

  it('is the rollback itself, and no second NO-GO', () => {
    const story: Story = [
      ...deployed,
      verdict('no-go', 'roll-back'),
      { type: 'decided', decision: 'roll-back', reason: 'go back' },
      { type: 'rollback-requested', target: { version: '1.4.1', commit: 'aaaaaaa' }, steps: [] },
      { type: 'phase-started', phase: 'verifying-rollback' },
      { type: 'phase-finished', phase: 'verifying-rollback', outcome: 'passed' },
    ];
    expect(told(story).slice(4)).toEqual(['roll-back-recommended', 'decided', 'rolling-back', 'rolled-back']);
  });
});

describe('what follows a rollback', () => {
  const rolledBack: Story = [
    ...deployed,
    { type: 'rollback-requested', target: { version: '1.4.1', commit: 'aaaaaaa' }, steps: [] },
    { type: 'phase-started', phase: 'verifying-rollback' },
    { type: 'phase-finished', phase: 'verifying-rollback', outcome: 'passed' },
    { type: 'rollback-watch-started', for: '15m', first: [] },
  ];
  const watched = (outcome: 'recovered' | 'not-recovered' | 'undecided'): DeploymentEvent => ({
    type: 'rollback-watch-ended',
    outcome,
    because: ['p95 is 412 ms'],
    seen: '15m',
    blind: '0s',
  });

  it.each([
    ['recovered', 'recovered', '1.4.1 has recovered: p95 is 412 ms'],
    ['not-recovered', 'not-recovered', '1.4.1 has NOT recovered after the rollback'],
    ['undecided', 'recovery-unknown', 'whether 1.4.1 has recovered is not known: p95 is 412 ms'],
  ] as const)('tells how its watch ended: %s', (outcome, reason, because) => {
    const last = due([...rolledBack, watched(outcome)]).at(-1)?.facts;
    expect(last).toMatchObject({ reason, because: expect.arrayContaining([because]) });
  });

  it('tells where the ticket is', () => {
    const url = 'https://git.example.com/acme/shop/issues/7';
    const story: Story = [...rolledBack, { type: 'ticket-opened', in: 'acme/shop', url }];
    expect(due(story).at(-1)?.facts).toMatchObject({ reason: 'ticket-opened', because: [url] });
  });
});

describe('an announcement', () => {
  it('tells why it is an overrun', () => {
    const because = 'it takes longer than 45m';
    const [message] = due(
      [requested, ...deploying, { type: 'window-overrun', what: 'expected', because }],
      ['overrun'],
    );
    expect(message?.facts.because).toEqual([because]);
  });

  it('tells the same again only after something else was the case', () => {
    const worse = { ...verdict('no-go'), because: ['and another'] } as DeploymentEvent;
    expect(told([...deployed, verdict('no-go'), worse, verdict('no-go')], ['no-go'])).toEqual(['no-go']);
    expect(told([...deployed, verdict('no-go'), verdict('undecided'), verdict('no-go')], ['no-go'])).toEqual([
      'no-go',
      'no-go',
    ]);
  });

  it('tells one thing at a time, the most telling', () => {
    const story: Story = [...deployed, [verdict('no-go', 'roll-back', true), ended('no-go')]];
    expect(told(story, ['failed', 'no-go', 'roll-back-recommended'])).toEqual(['roll-back-recommended']);
    expect(told(story, ['failed'])).toEqual(['failed']);
  });

  it('asked about the same record again answers the same keys; asked about the rest, only the rest', () => {
    const story: Story = [...deployed, verdict('no-go')];
    const keys = (after: number) => due(story, all, { after }).map(({ key }) => key);
    expect(keys(0)).toEqual(keys(0));
    expect(new Set(keys(0)).size).toBe(5);
    expect(keys(5)).toEqual(keys(0).slice(-1));
    expect(keys(6)).toEqual([]);
    expect(keys(0)[4]).toMatch(/^one\/mail\/no-go\/6\/[0-9a-f]{12}$/);
  });

  it('keeps the facts as they were', () => {
    const [message] = due([...deployed, verdict('no-go', 'roll-back'), verdict('no-go')], ['roll-back-recommended']);
    expect(message?.facts).toMatchObject({
      verdict: 'no-go',
      recommendation: 'roll-back',
      because: ['p95 is 412 ms'],
      previous: '1.4.1',
      at: '2026-12-01T21:05:00.000Z',
    });
  });

  it('that others keep is resolved when the trouble is over, once', () => {
    const story: Story = [
      ...deployed,
      verdict('no-go'),
      { type: 'rollback-requested', target: { version: '1.4.1', commit: 'aaaaaaa' }, steps: [] },
      { type: 'phase-started', phase: 'verifying-rollback' },
      { type: 'phase-finished', phase: 'verifying-rollback', outcome: 'passed' },
    ];
    expect(told(story, ['no-go'], { resolves: true })).toEqual(['no-go', 'resolved']);
    expect(told(story, ['no-go'], { resolves: false })).toEqual(['no-go']);
    expect(due(story, ['no-go'], { resolves: true }).at(-1)?.facts).toMatchObject({ rule: 'no-go' });
  });
});

describe('a notice before the window opens', () => {
  const notice = announcing({ before: { type: 'before', before: hours(24) } });
  const opening = (after: number) => ({ opensAt: plus(began, hours(after)), closesAt: plus(began, hours(after + 1)) });
  const atOnce = (opens: number | undefined) =>
    dueAfter({
      moments: momentsOf(recordOf({ ...requested, prepared: true } as DeploymentEvent)),
      after: 0,
      plan: planWith(notice),
      openingAt: () => (opens === undefined ? undefined : opening(opens)),
    });
  const later = (opens: number, now: number) => {
    const [moment] = momentsOf(recordOf({ ...requested, prepared: true } as DeploymentEvent));
    if (moment === undefined) throw new Error('nothing was requested');
    return dueBefore({
      standing: moment.after,
      plan: planWith(notice),
      opening: opening(opens),
      now: plus(began, hours(now)),
    });
  };

  it('waits for its time', () => {
    expect(atOnce(30)).toEqual([]);
    expect(later(30, 5.99)).toEqual([]);
    expect(later(30, 6).map(({ facts }) => [facts.reason, facts.late])).toEqual([['before', undefined]]);
  });

  it('has one key for one opening, however often it is asked for, and another for another', () => {
    const keys = [later(30, 6), later(30, 7), later(54, 30)].map(([one]) => one?.key);
    expect(keys[0]).toBe(keys[1]);
    expect(keys[2]).not.toBe(keys[0]);
  });

  it.each([
    [3, '3h before the window opens; the plan wants 1d of notice'],
    [0, 'the window is open already; the plan wants 1d of notice'],
    [undefined, 'it may begin at any time, so the notice of 1d could not be kept'],
  ])('with %s hours left is sent at once, and says so', (left, words) => {
    expect(atOnce(left).map(({ facts }) => facts.late)).toEqual([words]);
  });

  it('of a deploy that was not prepared is not given once more for an opening to come', () => {
    const [moment] = momentsOf(recordOf(requested));
    if (moment === undefined) throw new Error('nothing has happened');
    const asked = { standing: moment.after, plan: planWith(notice), opening: opening(20), now: began };
    expect(dueBefore(asked)).toEqual([]);
  });

  it('of a deploy that begins without having been prepared is given at once, whenever the window opens', () => {
    const due = dueAfter({
      moments: momentsOf(recordOf(requested)),
      after: 0,
      plan: planWith(notice),
      openingAt: () => opening(48),
    });
    expect(due.map(({ facts }) => [facts.late, facts.opens])).toEqual([
      ['it may begin at any time, so the notice of 1d could not be kept', undefined],
    ]);
  });

  it('is not given any more once the window is open', () => {
    expect(later(30, 30)).toEqual([]);
  });

  it('is not held back by quiet hours until it is of no use', () => {
    const quietHours = { from: '20:00', until: '08:00', timeZone: 'UTC' };
    const ask = (opens: number) =>
      dueAfter({
        moments: momentsOf(recordOf({ ...requested, prepared: true } as DeploymentEvent)),
        after: 0,
        plan: planWith({ ...notice, quietHours }),
        openingAt: () => opening(opens),
      }).map(({ dueAt, notBefore }) => notBefore - dueAt);
    expect(ask(20)).toEqual([hours(11)]);
    expect(ask(5)).toEqual([0]);
  });
});

describe('quiet hours', () => {
  const quietHours = { from: '20:00', until: '08:00', timeZone: 'UTC' };
  it.each<[Occasion, DeploymentEvent, boolean]>([
    ['watching', watching, true],
    ['no-go', verdict('no-go'), false],
    ['roll-back-recommended', verdict('no-go', 'roll-back'), false],
    ['go', verdict('go', 'proceed'), true],
  ])('of %s', (on, event, isHeld) => {
    const story = event === watching ? deployed : [...deployed, event];
    const [one] = dueAfter({
      moments: momentsOf(recordOf(...story)),
      after: 0,
      plan: planWith(announcing([on], { quietHours })),
      openingAt: () => undefined,
    });
    expect(one && one.notBefore > one.dueAt).toBe(isHeld);
    if (isHeld) expect(one?.notBefore).toBe(instant(Date.parse('2026-12-02T08:00:00Z')));
  });
});
