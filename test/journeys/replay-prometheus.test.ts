import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { commandLine } from '@daywatch/daemon/src/cli/command-line.fixture.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { folderWith } from '../replay/recordings.ts';
import { type PrometheusServer, startPrometheus } from '../support/prometheus.ts';

const deployed = '2025-11-20T22:00:00Z';
const deployedAt = Date.parse(deployed) / 1000;
const hour = 3600;
/** The release has five times the errors from 23:00 on. */
const worseFrom = deployedAt + hour;

/** Three days before a deploy and four hours after it: 600 requests a minute, three of which fail. */
function past(): string {
  const good: string[] = [];
  const bad: string[] = [];
  const open: string[] = [];
  let [ok, failed] = [0, 0];
  for (let at = deployedAt - 72 * hour; at <= deployedAt + 4 * hour; at += 60) {
    failed += (at / 60) % 2 === 0 ? 4 : 2;
    if (at > worseFrom) failed += 12;
    ok += 597;
    good.push(`requests_total{status="200"} ${ok} ${at}`);
    bad.push(`requests_total{status="500"} ${failed} ${at}`);
    open.push(`connections ${20 + ((at / 60) % 7)} ${at}`);
  }
  return ['# TYPE requests counter', ...good, ...bad, '# TYPE connections gauge', ...open, '# EOF', ''].join('\n');
}

let server: PrometheusServer;
beforeAll(async () => {
  server = await startPrometheus({ past: past() });
}, 60_000);
afterAll(() => server.stop());

const plan = (more: object = {}) =>
  JSON.stringify({
    service: 'shop',
    sources: { prometheus: { type: 'prometheus', url: server.url }, site: { type: 'http', url: 'http://127.0.0.1:9' } },
    environments: {
      production: {
        watch: {
          for: '4h',
          every: '60s',
          criteria: {
            'api-errors': {
              source: 'prometheus',
              rate: { bad: 'requests_total{status=~"5.."}', of: 'requests_total' },
              tolerance: '25%',
            },
            connections: { source: 'prometheus', gauge: 'connections', limit: 80, severity: 'warning' },
            ...more,
          },
        },
      },
    },
  });
const healthy = { healthy: { source: 'site', check: { path: '/', status: 200 } } };
const replay = ['replay', '--from-prometheus', '--deployed-at', deployed, '--baseline', '12h'];

describe("Prometheus' past", () => {
  it('is judged as if it had been watched', async () => {
    const { code, out, err } = await commandLine(folderWith({ 'daywatch.yaml': plan() }))(...replay, '--json');
    const noGo = out
      .split('\n')
      .map((line) => JSON.parse(line))
      .find(({ verdict }) => verdict === 'no-go');
    expect({ code, err }).toEqual({ code: 1, err: '1,920 readings from the sources.' });
    expect(noGo.criteria).toEqual({ 'api-errors': 'failing', connections: expect.any(String) });
    const after = Date.parse(noGo.at) / 1000 - worseFrom;
    expect(after).toBeGreaterThan(0);
    expect(after).toBeLessThan(30 * 60);
  });

  it('leaves out what its source does not keep, and says so', async () => {
    const folder = folderWith({ 'daywatch.yaml': plan(healthy) });
    const { err } = await commandLine(folder)(...replay);
    expect(err).toContain(
      'Not replayable, because their source does not keep the past: healthy. The verdict is without them.',
    );
  });

  it('can be kept as a file, which says the same', async () => {
    const folder = folderWith({ 'daywatch.yaml': plan() });
    const run = commandLine(folder);
    const { out } = await run(...replay, '--json');
    const kept = await run(...replay, '--export', 'case.jsonl.gz');
    expect(kept).toMatchObject({ code: 0, out: '' });
    expect(readFileSync(join(folder, 'case.jsonl.gz')).subarray(0, 2)).toEqual(Buffer.from([0x1f, 0x8b]));
    const again = await run('replay', '--observations', 'case.jsonl.gz', '--deployed-at', deployed, '--json');
    expect(again.out).toBe(out);
  });

  it('is cut into pretended deploys, and made worse', async () => {
    const folder = folderWith({ 'daywatch.yaml': plan() });
    const words = [...replay, '--aa', '--backtest', '--history', '3d', '--json'];
    const { code, out } = await commandLine(folder)(...words);
    const said = JSON.parse(out);
    expect(code).toBe(0);
    expect(said.falseNoGo).toMatchObject({ pretended: 10, apart: 10, noGo: 0, bound: 0.01 });
    expect(said.falseNoGo.interval[1]).toBeCloseTo(0.2775, 3);
    const [errors] = said.detection;
    const minutes = errors.factors.map(({ medianSeconds }: { medianSeconds?: number }) => (medianSeconds ?? 1e9) / 60);
    expect(errors.name).toBe('api-errors');
    expect(minutes[2]).toBeLessThan(120);
    expect(minutes[3]).toBeLessThan(minutes[2]);
  });

  it('that is too short for a pretended deploy says what would be enough', async () => {
    const folder = folderWith({ 'daywatch.yaml': plan() });
    const { code, err } = await commandLine(folder)(...replay, '--aa', '--history', '10h');
    expect(code).toBe(2);
    expect(err).toContain('A history of 10h is too short: one pretended deploy needs 16h');
    expect(err).toContain('--baseline 5h --for 5h');
  });

  it('that cannot be asked for is unknown, and no verdict', async () => {
    const folder = folderWith({ 'daywatch.yaml': plan().replace(server.url, 'http://127.0.0.1:9') });
    const { code, err } = await commandLine(folder)(...replay);
    expect(code).toBe(3);
    expect(err).toContain('The sources remember nothing of that time.');
    expect(err).toContain('api-errors: ');
  });
});
