import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import { commandLine } from '@daywatch/daemon/src/cli/command-line.fixture.ts';
import { openSqliteStore } from '@daywatch/daemon/src/store/open-sqlite.ts';
import type { Observation, Reading } from '@daywatch/shared/vocabulary/observation.ts';
import { instant } from '@daywatch/shared/vocabulary/time.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { folderWith } from '../replay/recordings.ts';

let server: Server;
let url: string;
beforeAll(async () => {
  server = createServer((_, answer) => answer.end('fine'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  url = `http://127.0.0.1:${address.port}`;
});
afterAll(() => void server.close());

const plan = () => `
service: shop
sources: { site: { type: http, url: "${url}" } }
environments:
  production:
    watch:
      for: 12h
      every: 60s
      criteria:
        healthy: { severity: blocking, source: site, check: { path: /, status: 200 } }
        answer-time: { source: site, latency: { path: / }, tolerance: 25% }
        nightly: { source: site, check: { path: /nightly }, every: 6h }
`;

/** What a daemon would have recorded in the hours before now. */
async function recorded(folder: string, hours: number, down: readonly number[] = []): Promise<void> {
  const now = Math.floor(Date.now() / 60_000) * 60_000;
  const store = await openSqliteStore({ folder: join(folder, '.daywatch') });
  const readings: Observation[] = [];
  for (let minute = -hours * 60; minute < 0; minute++) {
    const at = instant(now + minute * 60_000);
    const say = (criterion: string, reading: Reading) => readings.push({ criterion, at, seconds: 60, reading });
    say('healthy', { type: 'check', ok: minute % 1000 !== 0 && !down.includes(-minute) });
    say('answer-time', { type: 'latency', values: [0.1 + ((minute * 37) % 50) / 1000] });
    if (minute % 360 === 0) say('nightly', { type: 'check', ok: true });
  }
  await store.saveObservations('production', readings);
  await store.close();
}

describe('check --online', () => {
  it('says of the next deploy what the past promises: usual values, false alarms, detection times, what is too thin', async () => {
    const folder = folderWith({ 'daywatch.yaml': plan() });
    await recorded(folder, 96);
    const { code, out } = await commandLine(folder)('check', '--online');
    expect(code).toBe(0);
    expect(out).toMatch(/production {2}4d of the daemon's record/);
    expect(out).toMatch(/✓ healthy {2,}holds {2,}0\.\d+ % {2,}day before {2,}steady/);
    expect(out).toMatch(/✓ answer-time .* ms {2,}\d+ ms {2,}day before/);
    expect(out.replace(/\s+/g, ' ')).toContain(
      'Measured on 6 pretended deploys of this history: 0, so 0 % to 39 % of deploys (95 %); 1 % is promised.',
    );
    expect(out.replace(/\s+/g, ' ')).toContain(
      'healthy: failing 3 times in a row is an outage, a NO-GO by rule. It did not happen in 4d of its readings.',
    );
    expect(out).toMatch(/Too thin to certify[\s\S]*\n– nightly: /);
  });

  it('says what the rule of the outage would have cost, which no odds bound', async () => {
    const folder = folderWith({ 'daywatch.yaml': plan() });
    await recorded(folder, 96, [700, 701, 702, 2000, 2001, 2002, 2003]);
    const { out } = await commandLine(folder)('check', '--online');
    expect(out.replace(/\s+/g, ' ')).toContain(
      'It happened 2 times in 4d of its readings, so about 22.1 % of watches of 12h would meet one with nothing deployed.',
    );
  });

  it('says the same as JSON', async () => {
    const folder = folderWith({ 'daywatch.yaml': plan() });
    await recorded(folder, 96);
    const { out } = await commandLine(folder)('check', '--online', '--json');
    const { outlook } = JSON.parse(out);
    expect(outlook).toMatchObject([
      {
        environment: 'production',
        falseNoGo: { bound: 0.01, pretended: 6, measured: 0, outages: [{ criterion: 'healthy', times: 0 }] },
        watchSeconds: 43_200,
      },
    ]);
    const [healthy, answerTime] = outlook[0].criteria;
    expect(healthy).toMatchObject({ name: 'healthy', comparedWith: 'day-before', noise: 'steady' });
    const times = answerTime.detection.map(({ medianSeconds }: { medianSeconds?: number }) => medianSeconds ?? 1e9);
    expect(times).toEqual([...times].sort((a, b) => b - a));
    expect(times[3]).toBeLessThan(3600);
  });

  it('with less than three days gives the promise and does not pretend to have measured', async () => {
    const folder = folderWith({ 'daywatch.yaml': plan().replace('12h', '24h') });
    await recorded(folder, 30);
    const { out } = await commandLine(folder)('check', '--online');
    expect(out).toContain('at most 1 in 100 deploys');
    expect(out).toContain('Less than 3 days are known');
    expect(out).toContain('in a watch of 15h');
  });

  it('without any history says so in one line, and what to do', async () => {
    const { code, out } = await commandLine(folderWith({ 'daywatch.yaml': plan() }))('check', '--online');
    expect(code).toBe(0);
    expect(out).toMatch(
      /No history yet, so nothing can be said of false alarms and detection times: run `daywatch serve`/,
    );
  });
});
