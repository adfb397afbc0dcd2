import { execFile } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { temporaryFolder } from '@daywatch/daemon/src/demo/machine/temporary-folder.ts';
import { afterAll, expect, it } from 'vitest';
import { monitoringTool } from '../support/monitoring-tools.ts';

const page = readFileSync(new URL('../../docs/operations.md', import.meta.url), 'utf8');
const [scrape = '', rules = ''] = [...page.matchAll(/^```yaml\n([\s\S]*?)^```$/gm)].map(([, text]) => text);

const folder = temporaryFolder('operations');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function promtool(words: readonly string[], files: Readonly<Record<string, string>>): Promise<string> {
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  const { stdout } = await promisify(execFile)(monitoringTool('promtool'), words, { cwd: folder });
  return stdout;
}

it('The scrape of the page on running the daemon is one that Prometheus takes', async () => {
  const here = scrape.replace('/etc/prometheus/', `${folder}/`);
  const told = await promtool(['check', 'config', 'scrape.yml'], { 'scrape.yml': here, 'daywatch.token': 'secret' });
  expect(told).toContain('SUCCESS');
});

it('Its alerts ring for a NO-GO, a daemon that is down, an old verdict and readings that fail, and not before', async () => {
  const production = 'instance="d", job="daywatch", environment="production"';
  const series = {
    'daywatch_verdict{VERDICT, verdict="no-go"}': '0x9 1x30',
    'daywatch_verdict_valid_until_timestamp_seconds{VERDICT}': '45+60x19 1185x20',
    'daywatch_readings_total{VERDICT, criterion="api", outcome="value"}': '0+4x9 36x30',
    'daywatch_readings_total{VERDICT, criterion="api", outcome="error"}': '0x9 0+4x30',
    'up{instance="d", job="daywatch"}': '1x19 0x20',
  };
  const ringing = (at: string, ...names: string[]) =>
    ['ReleaseNoGo', 'DaywatchDown', 'DaywatchStale', 'DaywatchCannotRead'].map((alertname) => ({
      eval_time: at,
      alertname,
      exp_alerts: names.includes(alertname) ? [expected[alertname]] : [],
    }));
  const of = (exp_labels: Record<string, string>, summary: string) => ({ exp_labels, exp_annotations: { summary } });
  const watched = { instance: 'd', job: 'daywatch', environment: 'production' };
  const expected: Record<string, ReturnType<typeof of>> = {
    ReleaseNoGo: of({ ...watched, verdict: 'no-go' }, 'The release in production is NO-GO.'),
    DaywatchDown: of({ instance: 'd', job: 'daywatch' }, 'Daywatch does not answer: nobody watches the release.'),
    DaywatchStale: of(watched, 'The verdict on production is past its time: take it as unknown.'),
    DaywatchCannotRead: of(
      { instance: 'd', environment: 'production', criterion: 'api' },
      'Daywatch cannot read api of production.',
    ),
  };
  // JSON is YAML too.
  const test = JSON.stringify({
    rule_files: ['rules.yml'],
    evaluation_interval: '1m',
    tests: [
      {
        interval: '1m',
        input_series: Object.entries(series).map(([name, values]) => ({
          series: name.replace('VERDICT', production),
          values,
        })),
        alert_rule_test: [
          ...ringing('9m'),
          ...ringing('10m', 'ReleaseNoGo'),
          ...ringing('35m', 'ReleaseNoGo', 'DaywatchDown', 'DaywatchStale', 'DaywatchCannotRead'),
        ],
      },
    ],
  });
  const told = await promtool(['test', 'rules', 'test.yml'], { 'rules.yml': rules, 'test.yml': test });
  expect(told).toContain('SUCCESS');
});
