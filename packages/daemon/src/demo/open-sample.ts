import { existsSync } from 'node:fs';
import { chmod, cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DemoFailure } from './demo-failure.ts';
import { freePort } from './machine/free-port.ts';
import { expectEmpty } from './sample-folder.ts';
import { runWell, type Workshop } from './workshop.ts';

type Place = Pick<Workshop, 'folder' | 'environment' | 'clock' | 'signal'>;

/** A service of its own in a folder of the person's: nothing of it needs this program's repository, or a network. */
export interface Sample {
  readonly folder: string;
  /** Where its first version answers. */
  readonly url: string;
  readonly releases: readonly string[];
}

/** Beside the built program; where it runs from its sources, among the examples. */
const files = (): string => {
  const places = ['./teahouse', '../../../../examples/teahouse'].map((place) => new URL(place, import.meta.url));
  const found = places.find((place) => existsSync(place));
  if (found === undefined) throw new DemoFailure('This program has come without its sample.', { wrongPlace: true });
  return fileURLToPath(found);
};
/** Each stands in a folder with what is new in it. */
const [first, waiting, ...later] = ['1.0.0', '1.1.0', '1.2.0', '1.2.1'] as const;
/** As the files are written, with the port and the time of the watch that they have there. */
const written = { port: '4780', watch: 'for: 40s' } as const;
const filesWithPort = ['daywatch.yaml', 'deploy-production.sh', 'README.md'];
const scripts = ['deploy-production.sh', 'put-on-staging.sh', 'stop-production.sh'];

/** Writes the sample, with its releases as branches, into a folder that must be empty, and puts the first into production. */
export async function openSample(place: Place, watchFor: string): Promise<Sample> {
  const { folder } = place;
  await expectEmpty(folder);
  await mkdir(folder, { recursive: true });
  await expectTools(place);
  const port = String(await freePort());
  await cp(join(files(), first), folder, { recursive: true });
  for (const name of filesWithPort) await replaceIn(join(folder, name), written.port, port);
  await replaceIn(join(folder, 'daywatch.yaml'), written.watch, `for: ${watchFor}`);
  // A package of an extension may not keep who may run what.
  for (const name of scripts) await chmod(join(folder, name), 0o755);
  await commitReleases(place);
  await runWell('Deploying the sample', { ...place, command: ['sh', 'deploy-production.sh'] }, place);
  return { folder, url: `http://127.0.0.1:${port}`, releases: [first, waiting, ...later] };
}

async function expectTools(place: Place): Promise<void> {
  const command = ['sh', '-c', 'git --version && node --version && tar --version'];
  await runWell('Looking for git, node and tar', { ...place, command }, place).catch((cause) => {
    if (!(cause instanceof DemoFailure)) throw cause;
    const hint = `The sample is deployed as a small service would be: by a shell script that needs git, node and tar.\n${cause.hint ?? ''}`;
    throw new DemoFailure('The sample cannot run here.', { hint, cause });
  });
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
  const commit = async (message: string) => {
    await git('add', '.');
    await git('commit', '--quiet', '-m', message);
  };
  await commit(`Release ${first}`);
  await git('tag', '-a', `stable/production/${first}`, '-m', `${first} held in production`);
  for (const release of [waiting, ...later]) {
    await git('checkout', '--quiet', '-b', `release/${release}`);
    await cp(join(files(), release), folder, { recursive: true });
    await commit(`Release ${release}`);
  }
  await git('checkout', '--quiet', 'main');
  await git('branch', 'staging', `release/${waiting}`);
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
