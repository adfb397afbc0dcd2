import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { announce, ownToken } from '../connection-file.ts';
import type { Surroundings } from '../settings.ts';
import { findDaemon } from './find-daemon.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'daywatch-find-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const around = (environment: Record<string, string> = {}, here = folder): Surroundings => ({
  arguments: [],
  environment,
  folder: here,
  live: false,
  color: false,
  canAsk: false,
});
const announced = (url: string) => {
  const data = join(folder, '.daywatch');
  const { file } = ownToken(data, () => 'the-folders-own-token');
  announce(data, { url, pid: 1, version: '1', tokenFile: file });
};

it('goes where the user says, with the token of the user', () => {
  announced('http://127.0.0.1:4790');
  expect(findDaemon({ daemon: 'https://daywatch.example', token: 'mine' }, around())).toEqual({
    url: 'https://daywatch.example',
    token: 'mine',
  });
  const environment = { DAYWATCH_URL: 'https://daywatch.example', DAYWATCH_TOKEN: 'ours' };
  expect(findDaemon({}, around(environment))).toEqual({ url: 'https://daywatch.example', token: 'ours' });
});

it('takes an empty token for none', () => {
  announced('http://127.0.0.1:4790');
  const empty = around({ DAYWATCH_TOKEN: '' });
  expect(findDaemon({}, empty)).toEqual({ url: 'http://127.0.0.1:4790', token: 'the-folders-own-token' });
  expect(findDaemon({ token: '' }, around({ DAYWATCH_TOKEN: 'ours' }))).toMatchObject({ token: 'ours' });
  expect(findDaemon({ daemon: 'https://daywatch.example' }, empty)).toEqual({ url: 'https://daywatch.example' });
});

it('takes an empty address for none', () => {
  announced('http://127.0.0.1:4790');
  const said = around({ DAYWATCH_URL: 'https://daywatch.example' });
  expect(findDaemon({ daemon: '' }, said)).toEqual({ url: 'https://daywatch.example' });
  expect(findDaemon({ daemon: '' }, around({ DAYWATCH_URL: '' }))).toMatchObject({ url: 'http://127.0.0.1:4790' });
});

it('finds the daemon of the plan’s folder from below', () => {
  announced('http://127.0.0.1:4790');
  writeFileSync(join(folder, 'daywatch.yaml'), '');
  const below = join(folder, 'src', 'deep');
  mkdirSync(below, { recursive: true });
  expect(findDaemon({}, around({}, below))).toEqual({ url: 'http://127.0.0.1:4790', token: 'the-folders-own-token' });
});

it('gives the token of the folder to no other address', () => {
  announced('http://127.0.0.1:4790');
  expect(findDaemon({ daemon: 'http://127.0.0.1:9999' }, around())).toEqual({ url: 'http://127.0.0.1:9999' });
  expect(findDaemon({ daemon: 'http://127.0.0.1:4790/' }, around())).toMatchObject({ token: 'the-folders-own-token' });
});

it('does not follow an announcement to another machine', () => {
  announced('https://evil.example');
  expect(() => findDaemon({}, around({ DAYWATCH_TOKEN: 'ours' }))).toThrow('No daemon has announced itself');
});

it('takes no nonsense for an address', () => {
  expect(() => findDaemon({ daemon: 'localhost:4790' }, around())).toThrow(
    '"localhost:4790" is not the address of a daemon.',
  );
});

it('keeps its folder out of the repository, for a token is in it', () => {
  announced('http://127.0.0.1:4790');
  expect(readFileSync(join(folder, '.daywatch', '.gitignore'), 'utf8')).toBe('*\n');
});
