import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { defineMetrics } from '../metrics/definitions.ts';
import { readDaemonSettings } from '../settings.ts';

const root = new URL('../../../../', import.meta.url);
const page = readFileSync(new URL('docs/operations.md', root), 'utf8');
const rows = new Map(
  [...page.matchAll(/^\| `(\w+)` \| (.*?) \| .* \|$/gm)].map(([, name, byDefault]) => [name, byDefault]),
);

/** A variable is read as `environment.NAME`, or named in quotes by who looks it up. */
const reads = /(?:\benvironment\.|')(DAYWATCH_[A-Z_]+)\b/g;
const own = /\bDAYWATCH_[A-Z]+(?:_[A-Z]+)*\b/g;

const sources = ['packages/daemon/src', 'packages/vscode-extension/src'].flatMap((folder) => {
  const path = fileURLToPath(new URL(folder, root));
  const files = readdirSync(path, { recursive: true, encoding: 'utf8' });
  return files
    .filter((file) => file.endsWith('.ts') && !/\.(test|fixture)\.ts$/.test(file))
    .map((file) => readFileSync(join(path, file), 'utf8'));
});
const read = [...new Set(sources.flatMap((text) => [...text.matchAll(reads)].map(([, name = '']) => name)))].sort();

describe('the page on running the daemon', () => {
  it('has a row for each variable that is read, and names no other', () => {
    expect(read.length).toBeGreaterThan(10);
    expect([...rows.keys()].filter((name) => name?.startsWith('DAYWATCH_')).sort()).toEqual(read);
    expect([...new Set(page.match(own))].sort()).toEqual(read);
  });

  it('says what holds by default', () => {
    const settings = readDaemonSettings({ environment: {} }, '/srv/shop');
    if ('problems' in settings) throw new Error('the settings need nothing');
    expect(rows.get('DAYWATCH_HOST')).toBe(`\`${settings.host}\``);
    expect(rows.get('DAYWATCH_PORT')).toBe(`\`${settings.port}\``);
    expect(rows.get('DAYWATCH_LOG')).toBe(`\`${settings.logLevel}\``);
    expect(rows.get('DAYWATCH_DATA')).toBe(`\`${settings.dataFolder.replace('/srv/shop/', '')}\` beside the plan`);
  });

  it('asks for metrics that there are', () => {
    const known = new Set(
      defineMetrics()
        .registry.getMetricsAsArray()
        .map(({ name }) => name),
    );
    const named = page.match(/\bdaywatch_\w+/g) ?? [];
    expect(named.length).toBeGreaterThan(5);
    expect(named.filter((name) => !known.has(name))).toEqual([]);
  });

  it('links to places that are there', () => {
    const links = [...page.matchAll(/\]\(([^)]+)\)/g)].map(([, link = '']) => link);
    const headings = [...page.matchAll(/^#+ (.*)$/gm)].map(([, text = '']) => text.toLowerCase().replaceAll(' ', '-'));
    const missing = links.filter((link) =>
      link.startsWith('#') ? !headings.includes(link.slice(1)) : !existsSync(new URL(link, new URL('docs/', root))),
    );
    expect(missing).toEqual([]);
  });
});
