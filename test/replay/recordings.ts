import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

export const deployed = '2026-12-01T22:00:00Z';
const deployedAt = Date.parse(deployed);

/** A folder with a plan and files, gone after the test. */
export function folderWith(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'daywatch-replay-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return folder;
}

/** A plan whose readings are pushed, so that it needs nothing of the world. */
export const planOf = (criteria: Readonly<Record<string, object>>, watch: object = {}): string =>
  JSON.stringify({
    service: 'shop',
    sources: { ci: { type: 'push' } },
    environments: {
      production: {
        watch: {
          for: '24h',
          ...watch,
          criteria: Object.fromEntries(
            Object.entries(criteria).map(([name, one]) => [name, { source: 'ci', severity: 'critical', ...one }]),
          ),
        },
      },
    },
  });

/** Lines of one criterion, a reading every `seconds`, from so many hours before the deploy to so many after it. */
export function lines(
  criterion: string,
  [before, after]: readonly [hoursBefore: number, hoursAfter: number],
  reading: (tick: number) => object | undefined,
  seconds = 15,
): string[] {
  const perHour = 3600 / seconds;
  return Array.from({ length: (before + after) * perHour }, (_, i) => {
    const tick = i - before * perHour;
    const found = reading(tick);
    if (found === undefined) return [];
    const at = new Date(deployedAt + tick * seconds * 1000).toISOString();
    return [JSON.stringify({ at, criterion, seconds, ...found })];
  }).flat();
}

/** Several criteria's lines in order of time. */
export const inOrder = (...all: readonly (readonly string[])[]): string =>
  all
    .flat()
    .sort((a, b) => a.slice(7, 31).localeCompare(b.slice(7, 31)))
    .map((line) => `${line}\n`)
    .join('');
