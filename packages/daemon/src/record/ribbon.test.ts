import { hours, type Instant, instant, parseRfc3339, plus } from '@daywatch/shared/vocabulary/time.ts';
import { describe, expect, it } from 'vitest';
import { ribbonOf } from './ribbon.ts';
import { ribbonSvg } from './ribbon-svg.ts';
import { cancelledReport, wholeDayReport } from './whole-day.fixture.ts';

const start = parseRfc3339('2026-12-01T21:00:00Z') as Instant;
const { deployment, events, now } = wholeDayReport(1);

describe('the ribbon', () => {
  it('is the time from the first step to the end, without a hole', () => {
    const ribbon = ribbonOf(deployment, events, now);
    expect(ribbon?.stretches.map(({ what }) => what)).toEqual([
      'deploying',
      'verifying',
      'undecided',
      'go',
      'no-go',
      'rolling-back',
      'rolled-back',
    ]);
    for (const [index, { until }] of (ribbon?.stretches ?? []).slice(0, -1).entries())
      expect(ribbon?.stretches[index + 1]?.from).toBe(until);
    expect(ribbon).toMatchObject({ from: start, until: plus(start, hours(19.8)) });
    expect(ribbon?.gaps).toEqual([{ from: plus(start, hours(14)), until: plus(start, hours(15)) }]);
  });

  it('marks what people did', () => {
    expect(ribbonOf(deployment, events, now)?.marks.map(({ what }) => what)).toEqual([
      'the deploy finished',
      'the deployment takes longer than the 45m that its plan expects; it began at 22:00 (Europe/Berlin)',
      'lead@example.com decided to roll back',
      'lead@example.com began the rollback to 1.4.1',
    ]);
  });

  it('goes on to now while nothing has ended', () => {
    const { endedAt: _, rollback: __, ...running } = deployment;
    const ribbon = ribbonOf(running, events.slice(0, 10), plus(start, hours(4)));
    expect(ribbon?.until).toBe(plus(start, hours(4)));
    expect(ribbon?.stretches.at(-1)).toMatchObject({ what: 'go', until: plus(start, hours(4)) });
  });

  it('is none where nothing was touched', () => {
    const cancelled = cancelledReport();
    expect(ribbonOf(cancelled.deployment, cancelled.events, cancelled.now)).toBeUndefined();
  });

  it('puts the numbers of marks that are close together into one', () => {
    const at = (h: number) => instant(start + hours(h));
    const svg = ribbonSvg(
      {
        from: at(0),
        until: at(24),
        stretches: [{ what: 'go', from: at(0), until: at(24) }],
        gaps: [],
        marks: [1, 1.1, 1.2, 12].map((h) => ({ at: at(h), what: 'x' })),
      },
      'UTC',
    );
    expect([...svg.matchAll(/class="n"[^>]*>([^<]+)</g)].map(([, text]) => text)).toEqual(['1-3', '4']);
  });
});
