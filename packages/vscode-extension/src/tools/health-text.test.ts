import { instant, plus, seconds } from '@daywatch/shared/vocabulary/time.ts';
import { describe, expect, it } from 'vitest';
import { aView } from '../model.fixture.ts';
import { initialModel, reduce } from '../model.ts';
import { healthText } from './health-text.ts';

const now = instant(Date.parse('2026-12-01T22:00:00Z'));
const online = (view = aView(now)) => reduce(initialModel('production'), { type: 'environment', view });

describe('what a model is told of the deployment', () => {
  it('is the verdict with its reasons and every criterion', () => {
    expect(healthText(online(), now).split('\n').slice(0, 3)).toEqual([
      expect.stringMatching(/^shop 1\.4\.2 \(9f8d111\) on production: Watching/),
      'seen 1m of 1d',
      'Recommendation: hold (the watch has only begun).',
    ]);
  });

  it('is no verdict when that is too old', () => {
    const said = healthText(online(), plus(now, seconds(300)));
    expect(said).toContain('Take it as unknown.');
    expect(said).not.toContain('Recommendation');
  });

  it('is why nothing is known', () => {
    const offline = { state: 'offline', because: 'The daemon does not answer.', local: true } as const;
    const lost = reduce(online(), { type: 'connection', connection: offline });
    expect(healthText(lost, now)).toBe('Nothing is known of production: The daemon does not answer.');
    const none = reduce(online(), { type: 'connection', connection: { state: 'no-plan' } });
    expect(healthText(none, now)).toContain('no daywatch.yaml');
    expect(healthText(online(aView(now, { none: true })), now)).toContain('nothing has been deployed');
  });
});
