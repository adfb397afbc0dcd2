import { instant } from '@daywatch/shared/vocabulary/time.ts';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { aView } from '../model.fixture.ts';
import { type Connection, initialModel, type Model, reduce } from '../model.ts';
import { watchOutage } from './watch-outage.ts';

const now = instant(1_764_626_400_000);
const watching = reduce(initialModel('production'), { type: 'environment', view: aView(now) });
const withConnection = (model: Model, connection: Connection) => reduce(model, { type: 'connection', connection });
const lost = withConnection(watching, { state: 'offline', because: 'connection refused', local: true });

let model: Model;
let told: string[];
let outage: ReturnType<typeof watchOutage>;
beforeEach(() => {
  vi.useFakeTimers();
  model = watching;
  told = [];
  outage = watchOutage(
    () => model,
    ({ message }) => told.push(message),
  );
});
afterEach(() => {
  outage.dispose();
  vi.useRealTimers();
});

function becomes(next: Model): void {
  model = next;
  outage.show();
}

it('tells once of a watch that has been out of sight for two minutes', () => {
  becomes(lost);
  vi.advanceTimersByTime(60_000);
  becomes(lost);
  vi.advanceTimersByTime(59_999);
  expect(told).toEqual([]);
  vi.advanceTimersByTime(10 * 60_000);
  becomes(lost);
  expect(told).toEqual([
    'Daywatch has not reached its daemon for two minutes, while 1.4.2 on production is watched: a NO-GO would not be seen here. connection refused',
  ]);
});

it('says nothing when the connection comes back in time, and begins anew with the next outage', () => {
  becomes(lost);
  vi.advanceTimersByTime(119_000);
  becomes(watching);
  vi.advanceTimersByTime(10_000);
  becomes(lost);
  vi.advanceTimersByTime(119_000);
  expect(told).toEqual([]);
  vi.advanceTimersByTime(1_000);
  expect(told).toHaveLength(1);
  becomes(watching);
  becomes(lost);
  vi.advanceTimersByTime(120_000);
  expect(told).toHaveLength(2);
});

it('says nothing where nothing is watched, and nobody is to be told', () => {
  const done = reduce(watching, { type: 'environment', view: aView(now, { deployment: { phase: 'succeeded' } }) });
  becomes(withConnection(done, { state: 'offline', because: 'gone', local: true }));
  vi.advanceTimersByTime(120_000);
  expect(told).toEqual([]);
});

it('tells of a token that is no longer accepted as well', () => {
  becomes(withConnection(watching, { state: 'refused', because: 'The token is not known.' }));
  vi.advanceTimersByTime(120_000);
  expect(told).toEqual([expect.stringContaining('The token is not known.')]);
});
