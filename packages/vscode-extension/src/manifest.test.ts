import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

interface Manifest {
  contributes: {
    commands: { command: string }[];
    menus: Record<string, { command: string }[]>;
    viewsWelcome: { when: string; contents: string }[];
    configuration: { properties: Record<string, unknown> };
  };
}

const manifest = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as Manifest;
const source = readFileSync(new URL('extension.ts', import.meta.url), 'utf8');
const settings = readFileSync(new URL('settings.ts', import.meta.url), 'utf8');
const contributed = manifest.contributes.commands.map(({ command }) => command).sort();

it('registers exactly the commands that it contributes', () => {
  const registered = [...source.matchAll(/command\('(daywatch\.\w+)'/g)].map(([, name]) => name).sort();
  expect(registered).toEqual(contributed);
});

it('offers in menus and welcome texts only commands that exist', () => {
  const { menus, viewsWelcome } = manifest.contributes;
  const inMenus = Object.values(menus).flatMap((items) => items.map(({ command }) => command));
  const inTexts = viewsWelcome.flatMap(({ contents }) =>
    [...contents.matchAll(/command:(daywatch\.\w+)/g)].map(([, name]) => name),
  );
  for (const name of [...inMenus, ...inTexts]) expect(contributed).toContain(name);
});

it('reads exactly the settings that it contributes', () => {
  const read = [...settings.matchAll(/get<\w+>\('([\w.]+)'/g)].map(([, name]) => `daywatch.${name}`).sort();
  expect(read).toEqual(Object.keys(manifest.contributes.configuration.properties).sort());
});

it('has a welcome text for every situation in which the tree is empty', () => {
  const { viewsWelcome } = manifest.contributes;
  const union = readFileSync(new URL('situation.ts', import.meta.url), 'utf8').split('export type Situation')[1] ?? '';
  const situations = [...(union.split(';')[0] ?? '').matchAll(/\| '([\w-]+)'/g)].map(([, name]) => name);
  const welcomed = viewsWelcome.map(({ when }) => /daywatch\.situation == '([\w-]+)'/.exec(when)?.[1]);
  expect(situations.filter((name) => name !== 'at-work' && name !== 'deployed').sort()).toEqual(
    [...new Set(welcomed)].sort(),
  );
});
