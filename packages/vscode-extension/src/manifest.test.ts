import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { deployConfirmations, notificationLevels, readSettings, statusBarVisibilities } from './settings.ts';

interface Manifest {
  contributes: {
    commands: { command: string }[];
    menus: Record<string, { command: string }[]>;
    chatSkills: { path: string }[];
    configurationDefaults: { 'remote.portsAttributes': Record<string, unknown> };
    languageModelTools: { name: string }[];
    walkthroughs: { steps: { id: string; completionEvents: string[] }[] }[];
    viewsWelcome: { view: string; when: string; contents: string }[];
    configuration: { properties: Record<string, Setting> }[];
  };
}

interface Setting {
  type: string;
  default: unknown;
  scope: string;
  enum?: string[];
  pattern?: string;
  description?: string;
  markdownDescription?: string;
  enumDescriptions?: string[];
}

const read = (name: string) => readFileSync(new URL(`../${name}`, import.meta.url), 'utf8');
const texts = JSON.parse(read('package.nls.json')) as Readonly<Record<string, string>>;
const keyIn = (value: unknown) => (typeof value === 'string' ? /^%(.+)%$/.exec(value)?.[1] : undefined);
/** As the editor reads it: with its texts. */
const manifest = JSON.parse(
  read('package.json'),
  (_, value: unknown) => texts[keyIn(value) ?? ''] ?? value,
) as Manifest;
const source = readFileSync(new URL('commands/register-commands.ts', import.meta.url), 'utf8');
const settings = readFileSync(new URL('settings.ts', import.meta.url), 'utf8');
const contributed = manifest.contributes.commands.map(({ command }) => command).sort();

it('registers exactly the commands that it contributes', () => {
  const registered = [...source.matchAll(/(?:command|onItem|onCriterion)\('(daywatch\.\w+)'/g)]
    .map(([, name]) => name)
    .sort();
  expect(registered).toEqual(contributed);
});

it('has every text where it can be translated, and none that nobody reads', () => {
  const used: string[] = [];
  const written: string[] = [];
  const told =
    /^(accessibilityHelpContent|title|category|description|markdownDescription|contents|displayName|userDescription|patternErrorMessage)$/;
  JSON.parse(read('package.json'), (name, value: unknown) => {
    const key = keyIn(value);
    if (key !== undefined) used.push(key);
    else if (told.test(name) && typeof value === 'string') written.push(value);
    return value;
  });
  expect([...new Set(used)].sort()).toEqual(Object.keys(texts).sort());
  expect(written).toEqual([]);
});

it('offers in menus and welcome texts only commands that exist', () => {
  const { menus, viewsWelcome } = manifest.contributes;
  const inMenus = Object.values(menus).flatMap((items) => items.map(({ command }) => command));
  const inTexts = viewsWelcome.flatMap(({ contents }) =>
    [...contents.matchAll(/command:(daywatch\.\w+)/g)].map(([, name]) => name),
  );
  for (const name of [...inMenus, ...inTexts]) expect(contributed).toContain(name);
});

const settingsOffered = Object.entries(
  Object.assign({}, ...manifest.contributes.configuration.map(({ properties }) => properties)) as Record<
    string,
    Setting
  >,
);

it('reads exactly the settings that it contributes', () => {
  const known = [...settings.matchAll(/get<\w+>\('([\w.]+)'/g)].map(([, name]) => `daywatch.${name}`).sort();
  expect(known).toEqual(settingsOffered.map(([name]) => name).sort());
});

it.each(settingsOffered)('%s has a default, a scope and a description', (_, setting) => {
  expect(typeof setting.default).toBe(setting.type);
  expect(['application', 'machine', 'machine-overridable', 'window', 'resource']).toContain(setting.scope);
  expect(setting.description ?? setting.markdownDescription).toMatch(/\S/);
  expect(setting.enumDescriptions?.length).toBe(setting.enum?.length);
});

it('offers the words that it knows', () => {
  const words = (name: string) => settingsOffered.find(([one]) => one === name)?.[1].enum;
  expect(words('daywatch.deploy.confirm')).toEqual(deployConfirmations);
  expect(words('daywatch.notifications.level')).toEqual(notificationLevels);
  expect(words('daywatch.statusBar.visibility')).toEqual(statusBarVisibilities);
});

it.each(['22:00-07:00', '00:00-23:59', '29:59-07:00', '22:00-24:00', '22:60-07:00', '9:00-17:00', 'at night'])(
  'marks hours that it would not read as a problem: %s',
  (written) => {
    const pattern = settingsOffered.find(([name]) => name === 'daywatch.notifications.quietHours')?.[1].pattern ?? '';
    const { quietHours } = readSettings({ get: (name: string) => (name.endsWith('quietHours') ? written : undefined) });
    expect(new RegExp(pattern).test(written)).toBe(quietHours !== undefined);
  },
);

const situations = [
  ...(
    /export type Situation(.*?);/s.exec(readFileSync(new URL('situation.ts', import.meta.url), 'utf8'))?.[1] ?? ''
  ).matchAll(/\| '([\w-]+)'/g),
].map(([, name]) => name ?? '');

it('ticks a step of the walkthrough by what is known, not by what is not known yet', () => {
  const events = manifest.contributes.walkthroughs.flatMap(({ steps }) =>
    steps.flatMap((step) => step.completionEvents),
  );
  // A key that nobody has set yet is "not equal" to everything.
  const bare = /^onContext:daywatch\.situation !=|\|\| daywatch\.situation !=/;
  expect(events.filter((event) => bare.test(event))).toEqual([]);
  const [plan = ''] =
    manifest.contributes.walkthroughs[0]?.steps.find(({ id }) => id === 'plan')?.completionEvents ?? [];
  const unticked = [...plan.matchAll(/!= '([\w-]+)'/g)].map(([, name]) => name);
  expect(situations).toEqual(expect.arrayContaining(unticked));
  expect(unticked).toEqual(['no-plan', 'connecting']);
});

it.each([
  // Steps and criteria are what these two situations have to show.
  ['daywatch.criteria', ['at-work', 'deployed']],
  ['daywatch.preflight', []],
  ['daywatch.deploys', []],
])('has a welcome text for every situation in which %s may be empty', (view, full) => {
  const welcomed = manifest.contributes.viewsWelcome
    .filter((one) => one.view === view)
    .flatMap(({ when }) => [...when.matchAll(/daywatch\.situation == '([\w-]+)'/g)].map(([, name]) => name));
  const empty = situations.filter((name) => !(full as string[]).includes(name));
  expect([...new Set(welcomed)].sort()).toEqual(empty.sort());
});

it('has skills for agents that are called as their folder, and that name only tools there are', () => {
  const folder = new URL('../../daemon/src/mcp/', import.meta.url);
  const offered = readdirSync(folder)
    .filter((file) => !file.endsWith('.test.ts'))
    .flatMap((file) => /^ {2}name: '(\w+)',$/m.exec(readFileSync(new URL(file, folder), 'utf8'))?.[1] ?? []);
  const tools = [...offered, ...manifest.contributes.languageModelTools.map(({ name }) => name)];
  for (const { path } of manifest.contributes.chatSkills) {
    const skill = read(path);
    expect(skill).toMatch(new RegExp(`^---\nname: ${path.split('/').at(-2)}\ndescription: .+\n---\n`));
    const named = [...skill.matchAll(/`(\w+_\w+)`/g)].map(([, name]) => name);
    expect(tools).toEqual(expect.arrayContaining(named));
    expect(named).not.toEqual([]);
  }
});

// Between two words of a command line the system may put a space, or a zero.
it.each([
  'node /ext/dist/daemon/main.mjs serve --plan /w/daywatch.yaml',
  'C:\\ext\\dist\\daemon\\main.mjs\0serve\0--plan',
])('knows the port of the daemon that it starts, and announces it to nobody: %j', (line) => {
  const [known = ''] = Object.keys(manifest.contributes.configurationDefaults['remote.portsAttributes']);
  expect(line).toMatch(new RegExp(known));
  expect('node /w/server.js --port 3000').not.toMatch(new RegExp(known));
});
