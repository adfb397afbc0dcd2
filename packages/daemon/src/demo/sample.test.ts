import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { systemClock } from '../clock.ts';
import { loadPlan } from '../plan/load.ts';
import { planKinds } from '../plan-kinds.ts';
import { endSample } from './end-sample.ts';
import { openSample } from './open-sample.ts';

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'daywatch-sample-'));
});
afterEach(() => rmSync(home, { recursive: true, force: true, maxRetries: 5 }));

const placeAt = (folder: string) => ({
  folder,
  environment: { ...process.env, DAYWATCH_DATA: '' } as Record<string, string>,
  clock: systemClock,
  signal: new AbortController().signal,
});
const inFolder = async (folder: string, ...[command = '', ...words]: string[]) =>
  (await promisify(execFile)(command, words, { cwd: folder })).stdout.trim();
const versionAt = async (url: string) =>
  ((await (await fetch(`${url}/version`)).json()) as { version: string }).version;

it('is a service in production, with a good release, a bad one and its fix, and ends', async () => {
  const folder = join(home, 'tea house');
  const { url, releases } = await openSample(placeAt(folder), '25s');
  expect(releases).toEqual(['1.0.0', '1.1.0', '1.2.0', '1.2.1']);
  expect(await versionAt(url)).toBe('1.0.0');
  await expect
    .poll(async () => (await fetch(`${url}/metrics`)).text())
    .toContain('http_requests_total{route="/orders"');

  const git = (...words: string[]) => inFolder(folder, 'git', ...words);
  expect(await git('status', '--porcelain')).toBe('');
  expect(await git('describe', 'main')).toBe('stable/production/1.0.0');
  expect(await git('log', '--format=%s', 'main..staging')).toBe('Release 1.1.0: two more teas');
  for (const release of releases.slice(1)) {
    await git('checkout', '--quiet', `release/${release}`);
    await inFolder(folder, 'sh', '-c', 'node --test test/*.js');
  }
  const loaded = await loadPlan({ folder, file: undefined, ...planKinds });
  expect(loaded).not.toHaveProperty('problems');
  expect(loaded).toMatchObject({ plan: { environments: { production: { watch: { for: 25_000 } } } } });

  await inFolder(folder, './put-on-staging.sh', '1.2.0');
  await git('merge', '--quiet', 'staging');
  await inFolder(folder, './deploy-production.sh');
  expect(await versionAt(url)).toBe('1.2.0');
  const order = (body: object) => fetch(`${url}/orders`, { method: 'POST', body: JSON.stringify(body) });
  expect((await order({ tea: 'matcha', cups: 1 })).status).toBe(500);
  expect((await order({ tea: 'matcha', cups: 1, card: 'gold' })).status).toBe(201);
  await inFolder(folder, 'node', 'smoke-test.js', url);

  await endSample(placeAt(folder));
  await expect.poll(() => fetch(url).then(String, () => 'gone')).toBe('gone');
  expect(readdirSync(join(folder, '.production'))).not.toContain('server.pid');
});

it('goes with its folder', async () => {
  const folder = join(home, 'tea');
  const { url } = await openSample(placeAt(folder), '40s');
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  await expect.poll(() => fetch(url).then(String, () => 'gone')).toBe('gone');
});

it('touches no folder that holds anything, and ends nothing else', async () => {
  writeFileSync(join(home, 'thesis.md'), 'unsaved');
  await expect(openSample(placeAt(home), '40s')).rejects.toThrow(
    `${home} is not empty, so nothing was written into it.`,
  );
  await expect(openSample(placeAt(join(home, 'thesis.md')), '40s')).rejects.toThrow('is a file');
  await expect(endSample(placeAt(home))).rejects.toThrow('is not the sample of the demo, so nothing was ended');
  expect(readdirSync(home)).toEqual(['thesis.md']);
});

it('leaves the folder as empty as it was when its first version cannot be deployed', async () => {
  const programs = join(home, 'programs');
  const folder = join(home, 'tea');
  mkdirSync(programs);
  mkdirSync(folder);
  writeFileSync(
    join(programs, 'tar'),
    '#!/bin/sh\ncase $1 in --version) ;; *) echo "tar: disk full" >&2; exit 2 ;; esac\n',
    {
      mode: 0o755,
    },
  );
  const place = placeAt(folder);
  const environment = { ...place.environment, PATH: `${programs}:${process.env.PATH}` };
  await expect(openSample({ ...place, environment }, '40s')).rejects.toThrow('Deploying the sample failed');
  expect(readdirSync(folder)).toEqual([]);
});
