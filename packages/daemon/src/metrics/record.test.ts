import type { Reading } from '@daywatch/shared/vocabulary/observation.ts';
import { millis, minutes, type Seconds } from '@daywatch/shared/vocabulary/time.ts';
import { describe, expect, it } from 'vitest';
import { createFakeClock } from '../../../../test/fakes/fake-clock.ts';
import { assessment, createTestApp, watched as deployment } from '../http/app.fixture.ts';
import { createMetrics } from './record.ts';

function recording() {
  const clock = createFakeClock();
  const metrics = createMetrics({ version: '1.2.3', clock });
  const { state } = createTestApp();
  const samples = async (prefix: string) =>
    (await metrics.text()).split('\n').filter((line) => line.startsWith(`daywatch_${prefix}`));
  return { clock, metrics, state, samples };
}

describe('the metrics', () => {
  it('tell the verdict and what is recommended, one sample a word', async () => {
    const { metrics, state, samples } = recording();
    metrics.recordState(state({ deployment, assessment: assessment() }));
    expect(await samples('verdict{')).toEqual([
      'daywatch_verdict{environment="production",verdict="go"} 1',
      'daywatch_verdict{environment="production",verdict="no-go"} 0',
      'daywatch_verdict{environment="production",verdict="undecided"} 0',
    ]);
    expect(await samples('recommendation{')).toContain(
      'daywatch_recommendation{environment="production",recommendation="proceed"} 1',
    );
    expect(await samples('verdict_valid')).toEqual([
      `daywatch_verdict_valid_until_timestamp_seconds{environment="production"} ${Date.parse('2026-12-01T22:00:45Z') / 1_000}`,
    ]);
    expect(
      await samples(
        'deployment_phase{environment="production",deployment="01JEDEPLOY",version="1.4.2",phase="watching"}',
      ),
    ).toHaveLength(1);
  });

  it('do not go on saying GO when the daemon has stopped looking', async () => {
    const { metrics, state, samples, clock } = recording();
    metrics.recordState(state({ deployment, assessment: assessment() }));
    await clock.advance(minutes(5));
    expect(await samples('verdict{')).toEqual([
      'daywatch_verdict{environment="production",verdict="go"} 0',
      'daywatch_verdict{environment="production",verdict="no-go"} 0',
      'daywatch_verdict{environment="production",verdict="undecided"} 1',
    ]);
  });

  it('tell each criterion and the watch, and forget them with the watch', async () => {
    const { metrics, state, samples } = recording();
    metrics.recordState(state({ deployment, assessment: assessment() }));
    expect(await samples('criterion')).toEqual([
      'daywatch_criterion_value{environment="production",criterion="api-errors",unit="fraction"} 0.001',
      'daywatch_criterion_baseline{environment="production",criterion="api-errors",unit="fraction"} 0.0012',
      'daywatch_criterion_limit{environment="production",criterion="api-errors",unit="fraction"} 0.01',
      'daywatch_criterion_state{environment="production",criterion="api-errors",severity="critical",state="passing"} 1',
      'daywatch_criterion_state{environment="production",criterion="api-errors",severity="critical",state="failing"} 0',
      'daywatch_criterion_state{environment="production",criterion="api-errors",severity="critical",state="undecided"} 0',
      'daywatch_criterion_state{environment="production",criterion="api-errors",severity="critical",state="blind"} 0',
      'daywatch_criterion_e_value{environment="production",criterion="api-errors"} 0.7',
      'daywatch_criterion_coverage_ratio{environment="production",criterion="api-errors"} 1',
    ]);
    expect(await samples('watch')).toEqual([
      'daywatch_watch_seen_seconds{environment="production"} 3600',
      'daywatch_watch_blind_seconds{environment="production"} 0',
      'daywatch_watch_remaining_seconds{environment="production"} 82800',
      'daywatch_watch_coverage_ratio{environment="production"} 1',
    ]);
    metrics.recordState(state());
    expect(await samples('criterion')).toEqual([]);
    expect(await samples('deployment')).toEqual([]);
  });

  it('have no sample for a value that is not known', async () => {
    const { metrics, state, samples } = recording();
    const [judged] = assessment().judgements;
    if (judged === undefined) throw new Error('nothing judged');
    const { value: _, ...blind } = judged;
    metrics.recordState(state({ deployment, assessment: assessment({ judgements: [{ ...blind, state: 'blind' }] }) }));
    expect(await samples('criterion_value')).toEqual([]);
  });

  it('count readings by outcome, gaps, answers and readers', async () => {
    const { metrics, samples, clock } = recording();
    const read = (reading: Reading, missed = 0) =>
      metrics.recordReading('production', {
        observation: { criterion: 'up', at: clock.now(), seconds: 15, reading },
        took: millis(20),
        missed,
      });
    read({ type: 'check', ok: false });
    read({ type: 'error', because: 'timeout' }, 3);
    metrics.recordLate('production', 'up');
    metrics.answered('verdict', 200, 0.002 as Seconds);
    metrics.answered('verdict', 200, 0.002 as Seconds);
    metrics.streamClients(2);
    expect(await samples('readings')).toEqual([
      'daywatch_readings_total{environment="production",criterion="up",outcome="value"} 1',
      'daywatch_readings_total{environment="production",criterion="up",outcome="error"} 1',
      'daywatch_readings_late_total{environment="production",criterion="up"} 1',
      'daywatch_readings_missed_total{environment="production",criterion="up"} 3',
    ]);
    expect(await samples('reading_duration_seconds_bucket{le="0.025"')).toEqual([
      'daywatch_reading_duration_seconds_bucket{le="0.025",environment="production"} 2',
    ]);
    expect(await samples('http_request_duration_seconds_count')).toEqual([
      'daywatch_http_request_duration_seconds_count{route="verdict",status="200"} 2',
    ]);
    expect(await samples('stream_clients')).toEqual(['daywatch_stream_clients 2']);
    expect(await samples('build_info')).toEqual(['daywatch_build_info{version="1.2.3"} 1']);
    expect(await metrics.text()).toContain('process_cpu_seconds_total');
  });
});
