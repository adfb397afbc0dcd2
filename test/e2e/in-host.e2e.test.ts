import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { temporaryFolder } from '@daywatch/daemon/src/demo/machine/temporary-folder.ts';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { openViews, tree } from './editor/parts/tree.ts';
import { type InHostRun, runInHost } from './in-host/run-in-host.ts';
import { type Covered, coverageOfExtension, EXTENSION } from './what-ran/coverage-of-extension.ts';

vi.setConfig({ testTimeout: 240_000, hookTimeout: 120_000 });

const folder = temporaryFolder('in-host-workspace');
const workspace = join(folder, 'shop');
let site: Server;
let inHost: InHostRun;

const plan = (url: string) => `service: shop
sources:
  site: { type: http, url: "${url}" }
roles:
  devops-lead: [devops]
environments:
  production:
    checklist:
      - { id: reviewed, title: Rollback reviewed, sign-off: devops-lead }
      - { id: ready, title: Production is ready, run: test -e .daywatch/ready }
    deploy: { steps: [ ./deploy-production.sh ] }
    verify: [ { run: "true" } ]
    watch:
      every: 1s
      criteria:
        healthy:
          title: The shop answers
          severity: blocking
          source: site
          check: { path: /healthz, status: 200 }
        home: { title: The front page, severity: warning, source: site, check: { path: /, status: 200 } }
    rollback: { steps: [ ./deploy-production.sh ] }
  staging:
    deploy: { steps: [ ./deploy-production.sh ] }
    verify: [ { run: "false" } ]
    watch:
      criteria:
        up: { title: Staging answers, severity: blocking, source: site, check: { path: /healthz, status: 200 } }
`;

beforeAll(async () => {
  site = createServer((_request, response) => response.end('ok')).listen(0, '127.0.0.1');
  await new Promise((ready) => site.once('listening', ready));
  mkdirSync(join(workspace, 'ops'), { recursive: true });
  writeFileSync(join(workspace, 'daywatch.yaml'), plan(`http://127.0.0.1:${(site.address() as AddressInfo).port}`));
  writeFileSync(join(workspace, 'package.json'), JSON.stringify({ name: 'shop', version: '1.0.0' }));
  writeFileSync(join(workspace, 'deploy-production.sh'), '#!/bin/sh\nexit 0\n', { mode: 0o755 });
  const git = (...words: string[]) => execFileSync('git', words, { cwd: workspace, stdio: 'pipe' });
  git('init', '--initial-branch=main');
  git('config', 'user.name', 'Dev Ops');
  git('config', 'user.email', 'devops@example.com');
  git('add', '.');
  git('commit', '--message', 'The shop');
  inHost = await runInHost({ extension: EXTENSION, workspace, user: 'devops' });
});

afterAll(async () => {
  await inHost?.close();
  site?.close();
  rmSync(folder, { recursive: true, force: true });
});

it('shows what the runner and the daemon say as rows', async () => {
  await inHost.page.locator('.activitybar').waitFor({ timeout: 90_000 });
  const rows = async (name: RegExp) => {
    // The tests that run meanwhile open what they like.
    await openViews(inHost.page, 'Daywatch');
    return tree(inHost.page, name).rows();
  };
  await expect
    .poll(() => rows(/Preflight|Checklist/), { timeout: 60_000 })
    .toContainEqual(expect.stringMatching(/^Rollback reviewed, /));
  await expect
    .poll(() => rows(/Criteria/), { timeout: 60_000 })
    .toContainEqual(expect.stringMatching(/^The shop answers, /));
});

it('passes every test in the extension host', async () => {
  const results = await inHost.results;
  expect(results.flatMap(({ title, failure }) => (failure === undefined ? [] : `${title}: ${failure}`))).toEqual([]);
  expect(results.length).toBeGreaterThan(12);
});

it('has run most of the extension', async () => {
  await inHost.results;
  const { total, folders } = await coverageOfExtension(inHost.coverage);
  const line = (name: string, { percent, characters }: Covered) => `${name}: ${percent} % of ${characters} characters`;
  console.log(
    [line('ran in the extension host', total), ...[...folders].map(([name, one]) => `  ${line(name, one)}`)].join('\n'),
  );
  expect(total.percent).toBeGreaterThan(55);
});
