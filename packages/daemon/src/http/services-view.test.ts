import type { Judgement } from '@daywatch/shared/vocabulary/verdict.ts';
import { describe, expect, it } from 'vitest';
import { servicesView } from './services-view.ts';

const judgement = (name: string, service: string | undefined, facts: Partial<Judgement> = {}): Judgement => ({
  name,
  title: name,
  ...(service !== undefined && { service }),
  severity: 'critical',
  integrity: false,
  dryRun: false,
  state: 'passing',
  because: 'as usual',
  unit: 'fraction',
  coverage: 1,
  ...facts,
});

describe('the services of a release', () => {
  it('are not spoken of when no criterion names one', () =>
    expect(servicesView([judgement('errors', undefined)], undefined)).toEqual({}));

  it('are each judged by their own criteria', () => {
    const { services } = servicesView(
      [
        judgement('api', 'shop'),
        judgement('queue', 'worker', { state: 'failing', because: '80 waiting' }),
        judgement('memory', 'worker', { state: 'blind' }),
        judgement('everything', undefined, { state: 'failing' }),
      ],
      { services: ['shop'] },
    );
    expect(services).toEqual([
      { name: 'shop', deployed: true, state: 'passing', because: ['api: as usual'], criteria: ['api'] },
      {
        name: 'worker',
        deployed: false,
        state: 'failing',
        because: ['queue: 80 waiting'],
        criteria: ['queue', 'memory'],
      },
    ]);
  });

  it('are not passing by what never decides', () => {
    const { services } = servicesView(
      [judgement('hint', 'shop', { severity: 'warning' }), judgement('try', 'shop', { dryRun: true })],
      undefined,
    );
    expect(services?.[0]?.state).toBe('undecided');
  });
});
