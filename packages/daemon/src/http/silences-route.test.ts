import { environmentView, verdictDocument } from '@daywatch/shared/api/views.ts';
import { silence } from '@daywatch/shared/vocabulary/silence.ts';
import { describe, expect, it } from 'vitest';
import { createMetrics } from '../metrics/record.ts';
import { assessment, createTestApp, watched } from './app.fixture.ts';

const path = '/v1/environments/production/silences';
const body = { criterion: 'api-errors', reason: 'a load test', for: '2h' };

function silencing() {
  const test = createTestApp();
  test.publish({ deployment: watched, assessment: assessment() });
  return test;
}

const silencesOf = async (ask: ReturnType<typeof silencing>['ask']) =>
  verdictDocument.parse(await (await ask('GET', '/v1/environments/production/verdict')).json()).silences;

describe('a silence', () => {
  it('is begun by a developer, and stands in every verdict', async () => {
    const { ask } = silencing();
    const answer = await ask('POST', path, { as: 'developer', body });
    expect(answer.status).toBe(201);
    const begun = silence.parse(await answer.json());
    expect(begun).toEqual({
      id: expect.stringMatching(/^01JEID/),
      environment: 'production',
      criterion: 'api-errors',
      owner: 'the developer',
      reason: 'a load test',
      from: '2026-12-01T22:00:00.000Z',
      until: '2026-12-02T00:00:00.000Z',
    });
    const { environment: _, ...shown } = begun;
    expect(await silencesOf(ask)).toEqual([shown]);
    const view = environmentView.parse(await (await ask('GET', '/v1/environments/production')).json());
    expect(view.verdict.silences).toEqual([shown]);
  });

  it('may be given its end as a time', async () => {
    const { ask } = silencing();
    const until = '2026-12-01T23:30:00+01:00';
    const answer = await ask('POST', path, { as: 'lead', body: { criterion: 'api-errors', reason: 'x', until } });
    expect(await answer.json()).toMatchObject({ owner: 'the lead', until: '2026-12-01T22:30:00.000Z' });
  });

  it('is ended at once', async () => {
    const { ask, clock } = silencing();
    const { id } = silence.parse(await (await ask('POST', path, { as: 'developer', body })).json());
    const answer = await ask('DELETE', `${path}/${id}`, { as: 'lead' });
    expect(await answer.json()).toMatchObject({ id, until: new Date(clock.now()).toISOString(), endedBy: 'the lead' });
    expect(await silencesOf(ask)).toEqual([]);
    expect((await ask('DELETE', `${path}/${id}`, { as: 'lead' })).status).toBe(404);
  });

  it.each<[string, object, number, string, string]>([
    ['an unknown criterion', { ...body, criterion: 'p95' }, 404, 'unknown-criterion', 'It has: api-errors.'],
    ['more than a day', { ...body, for: '25h' }, 400, 'request-invalid', 'a silence lasts 1d at most'],
    ['a time that is over', { ...body, for: '0s' }, 400, 'request-invalid', 'it would be over before it begins'],
    ['no reason', { ...body, reason: '  ' }, 400, 'request-invalid', 'body.reason'],
    ['no end', { criterion: 'api-errors', reason: 'x' }, 400, 'request-invalid', 'needs either `for` or `until`'],
    ['two ends', { ...body, until: '2026-12-01T23:00:00Z' }, 400, 'request-invalid', 'needs either `for` or `until`'],
    ['a number without a unit', { ...body, for: 2 }, 400, 'request-invalid', '2 has no unit'],
  ])('is refused with %s', async (_, given, status, code, told) => {
    const { ask } = silencing();
    const answer = await ask('POST', path, { as: 'developer', body: given });
    expect(answer.status).toBe(status);
    const problem = await answer.text();
    expect(JSON.parse(problem)).toMatchObject({ code });
    expect(problem).toContain(told);
  });

  it('is no viewer’s business, and needs an environment', async () => {
    const { ask } = silencing();
    expect((await ask('POST', path, { as: 'viewer', body })).status).toBe(403);
    expect((await ask('DELETE', `${path}/x`, { as: 'viewer' })).status).toBe(403);
    expect((await ask('POST', path.replace('production', 'test'), { as: 'lead', body })).status).toBe(404);
  });

  it('is a metric while it is in force', async () => {
    const { ask, parts, publish } = silencing();
    await ask('POST', path, { as: 'developer', body });
    const metrics = createMetrics({ version: '1.2.3', clock: parts.clock });
    const state = parts.feed.current('production');
    if (state === undefined) throw new Error('nothing published');
    metrics.recordState(state);
    const sample = 'daywatch_criterion_silenced{environment="production",criterion="api-errors"} 1';
    expect(await metrics.text()).toContain(sample);
    metrics.recordState(publish());
    expect(await metrics.text()).not.toContain(sample);
  });
});
