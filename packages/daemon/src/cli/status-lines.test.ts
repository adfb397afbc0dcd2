import type { EnvironmentView } from '@daywatch/shared/api/views.ts';
import { parseRfc3339 } from '@daywatch/shared/vocabulary/time.ts';
import { describe, expect, it } from 'vitest';
import { statusLines } from './status-lines.ts';
import { widthOf } from './terminal/fit.ts';
import { createPaint } from './terminal/paint.ts';

const at = (time: string) => parseRfc3339(`2026-12-01T${time}Z`) ?? expect.unreachable();
const long = (what: string) => `${what}: No sure difference so far: 0 %, 0 of 33 looks since the deploy (limit 1 %).`;
const criterion = {
  name: 'healthy',
  title: 'The service answers its health check',
  severity: 'blocking',
  integrity: false,
  dryRun: false,
  state: 'passing',
  because: 'holds',
  unit: 'fraction',
  value: 0,
  limit: 0.01,
  coverage: 1,
} as const;
const view: EnvironmentView = {
  name: 'production',
  service: 'shop',
  revision: 1,
  planHash: 'x',
  planFile: 'daywatch.yaml',
  verdict: {
    service: 'shop',
    environment: 'production',
    verdict: 'undecided',
    final: false,
    certified: false,
    recommendation: 'hold',
    rule: 'a rule',
    because: [long('Health'), long('Errors')],
    asOf: '2026-12-01T10:00:00Z',
    validUntil: '2026-12-01T10:01:00Z',
    criteria: [criterion],
    silences: [],
    links: { dashboard: '/', dashboards: [] },
  },
};
const paint = createPaint(false);

describe('an environment for a terminal', () => {
  it('tells every reason in full, in as many lines as the terminal needs', () => {
    const lines = statusLines(view, at('10:00:30'), { paint, columns: 60 });
    expect(Math.max(...lines.map(widthOf))).toBeLessThanOrEqual(60);
    expect(lines.join(' ').replace(/\s+/g, ' ')).toContain(`${long('Health')} ${long('Errors')}`);
  });

  it('cuts and wraps nothing where there is no terminal', () => {
    const lines = statusLines(view, at('10:00:30'), { paint, columns: undefined });
    expect(lines).toContain(`  ${long('Errors')}`);
    expect(lines.join()).not.toContain('…');
  });

  it('says beside the verdict when one may deploy', () => {
    const window: EnvironmentView['window'] = {
      state: 'frozen',
      timeZone: 'Europe/Berlin',
      because: 'nobody deploys from Mon 2026-11-30 00:00 to Thu 2026-12-03 00:00 (holidays); it does not open any more',
      next: [],
    };
    const lines = statusLines({ ...view, window }, at('10:00:30'), { paint, columns: 60 });
    expect(Math.max(...lines.map(widthOf))).toBeLessThanOrEqual(60);
    expect(lines.join(' ').replace(/\s+/g, ' ')).toContain(
      'Nobody deploys from Mon 2026-11-30 00:00 to Thu 2026-12-03 00:00 (holidays); it does not open any more.',
    );
  });

  it('marks nothing as good once the verdict is stale, and says why', () => {
    const lines = statusLines(view, at('10:02:00'), { paint, columns: undefined }).join('\n');
    expect(lines).toContain('The daemon has not looked since');
    expect(lines).toContain('? The service answers its health check');
    expect(lines).not.toContain('✓');
  });
});
