import { instant, plus, seconds } from '@daywatch/shared/vocabulary/time.ts';
import { describe, expect, it } from 'vitest';
import { aView } from './model.fixture.ts';
import { type Connection, type Happened, initialModel, reduce } from './model.ts';
import { statusText } from './status-text.ts';

const now = instant(1_764_626_400_000);
const after = (...happened: readonly Happened[]) => happened.reduce(reduce, initialModel('production'));
const connection = (state: Connection): Happened => ({ type: 'connection', connection: state });

describe('statusText', () => {
  it.each([
    [{ state: 'connecting' }, '$(sync~spin) Daywatch', 'Connecting to the daemon.'],
    [
      { state: 'offline', because: 'connection refused', local: true },
      '$(debug-disconnect) Daywatch offline',
      'connection refused',
    ],
    [{ state: 'refused', because: 'The token is not known.' }, '$(key) Daywatch: token', 'The token is not known.'],
  ] satisfies [Connection, string, string][])('says why it is not online: %j', (state, text, reason) => {
    expect(statusText(after(connection(state)), now)).toMatchObject({ text, reason, alarm: false });
  });

  it('says nothing in a folder without a plan', () =>
    expect(statusText(after(connection({ state: 'no-plan' })), now)).toBeUndefined());

  it('alarms at NO-GO only', () => {
    const noGo = aView(now, { verdict: { verdict: 'no-go', recommendation: 'roll-back', because: ['errors'] } });
    expect(statusText(after({ type: 'environment', view: noGo }), now)).toMatchObject({
      text: '$(error) NO-GO · roll back',
      spoken: 'production: no-go, roll back',
      alarm: true,
    });
    expect(statusText(after({ type: 'environment', view: aView(now) }), now)?.alarm).toBe(false);
  });

  it('shows a state that is no longer valid as stale', () => {
    const model = after({ type: 'environment', view: aView(now) });
    expect(statusText(model, plus(now, seconds(60)))?.text).toMatch(/^\$\(debug-disconnect\) Stale/);
  });

  it('shows no old verdict while the daemon is out of reach', () => {
    const model = after(
      { type: 'environment', view: aView(now) },
      connection({ state: 'offline', because: 'gone', local: true }),
    );
    expect(statusText(model, now)?.text).toContain('offline');
  });

  it('names an environment that the daemon does not watch', () => {
    const model = after({ type: 'environment', view: aView(now) }, { type: 'chosen', environment: 'staging' });
    expect(statusText(model, now)).toMatchObject({
      text: '$(question) No environment staging',
      reason: expect.stringContaining('"staging"'),
    });
  });
});
