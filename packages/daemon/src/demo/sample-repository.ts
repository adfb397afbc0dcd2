import { existsSync } from 'node:fs';
import { chmod, cp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DemoFailure } from './demo-failure.ts';
import { runWell, type Workshop } from './workshop.ts';

type Place = Pick<Workshop, 'folder' | 'environment' | 'clock' | 'signal'>;

/** Beside the built program; where it runs from its sources, among the examples. */
const files = (): string => {
  const places = ['./teahouse', '../../../../examples/teahouse'].map((place) => new URL(place, import.meta.url));
  const found = places.find((place) => existsSync(place));
  if (found === undefined) throw new DemoFailure('This program has come without its sample.', { wrongPlace: true });
  return fileURLToPath(found);
};
/** Each stands in a folder with what is new in it. */
const [first, waiting, ...later] = [
  { version: '1.0.0', subject: 'the tea house opens' },
  { version: '1.1.0', subject: 'two more teas' },
  { version: '1.2.0', subject: 'a discount for customers with a card' },
  { version: '1.2.1', subject: 'who has no card can order again' },
] as const;
type Release = typeof first | typeof waiting | (typeof later)[number];
export const sampleReleases: readonly string[] = [first, waiting, ...later].map(({ version }) => version);

/** As the files are written, with the port and the time of the watch that they have there. */
const written = { port: '4780', watch: 'for: 40s' } as const;
const filesWithPort = ['daywatch.yaml', 'deploy-production.sh', 'README.md'];
const scripts = ['deploy-production.sh', 'put-on-staging.sh', 'stop-production.sh'];

/** The sample as its team has it, with its releases as branches. The folder is empty. */
export async function writeSampleRepository(
  place: Place,
  { port, watchFor }: { readonly port: string; readonly watchFor: string },
): Promise<void> {
  const { folder } = place;
  await cp(join(files(), first.version), folder, { recursive: true });
  for (const name of filesWithPort) await replaceIn(join(folder, name), written.port, port);
  await replaceIn(join(folder, 'daywatch.yaml'), written.watch, `for: ${watchFor}`);
  // A package of an extension may not keep who may run what.
  for (const name of scripts) await chmod(join(folder, name), 0o755);
  await commitReleases(place);
}

async function replaceIn(file: string, from: string, to: string): Promise<void> {
  await writeFile(file, (await readFile(file, 'utf8')).replaceAll(from, to));
}

/** `main` is what is in production, `staging` what comes next; later releases wait on branches of their own. */
async function commitReleases(place: Place): Promise<void> {
  const { folder } = place;
  const git = (...words: string[]) =>
    runWell(`git ${words[0]}`, { ...place, command: ['git', ...words], environment: gitAlone(place) }, place);
  await git('init', '--quiet', '--initial-branch=main');
  for (const [name, value] of team) await git('config', name, value);
  const commit = async ({ version, subject }: Release) => {
    await git('add', '.');
    await git('commit', '--quiet', '-m', `Release ${version}: ${subject}`);
  };
  await commit(first);
  await git('tag', '-a', `stable/production/${first.version}`, '-m', `${first.version} held in production`);
  for (const release of [waiting, ...later]) {
    await git('checkout', '--quiet', '-b', `release/${release.version}`);
    await cp(join(files(), release.version), folder, { recursive: true });
    await commit(release);
  }
  await git('checkout', '--quiet', 'main');
  await git('branch', 'staging', `release/${waiting.version}`);
}

/** Later commands of git in this folder are the person's own: they find these. */
const team = [
  ['user.name', 'Tea House Team'],
  ['user.email', 'team@teahouse.example'],
  ['commit.gpgSign', 'false'],
  ['core.autocrlf', 'false'],
] as const;

/** The person's own settings of git, such as hooks, are not for the sample's history. */
const gitAlone = ({ environment }: Place): Readonly<Record<string, string>> => ({
  ...environment,
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_NOSYSTEM: '1',
});
