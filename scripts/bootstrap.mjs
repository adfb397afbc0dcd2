// `node scripts/bootstrap.mjs test | demo | tools`: from a fresh clone to the end of the job, on Node 20 and npm alone.
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { finish } from './finish.mjs';
import { installPackages, packagesInstalled } from './install-packages.mjs';
import { PlainFailure } from './plain-failure.mjs';
import { run } from './run.mjs';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const JOBS = { test: 'run-tests.ts', demo: 'run-demo.ts', tools: 'ensure-tools.ts' };

/** @param {string} version such as `20.18.1` */
const numbers = (version) => version.split('.').map(Number);

/** The Node that npm has installed for this checkout, or this one where it is new enough. */
function nodeOfCheckout() {
  const installed = join(ROOT, 'node_modules/.bin/node');
  if (existsSync(installed)) return installed;
  const [major = 0, minor = 0] = numbers(process.versions.node);
  if (major > 22 || (major === 22 && minor >= 19)) return process.execPath;
  throw new PlainFailure(
    `npm has no Node for ${process.platform}-${process.arch}, and this one is ${process.versions.node}. Install Node 22.19 or newer.`,
  );
}

async function bootstrap() {
  const [major = 0] = numbers(process.versions.node);
  if (major < 20) throw new PlainFailure(`This is Node ${process.versions.node}. Install Node 20 or newer.`);
  const [name = '', ...args] = process.argv.slice(2);
  const job = Object.entries(JOBS).find(([known]) => known === name)?.[1];
  if (job === undefined)
    throw new PlainFailure(`Say which job: node scripts/bootstrap.mjs ${Object.keys(JOBS).join(' | ')}`);

  if (!packagesInstalled(ROOT)) await installPackages(ROOT);
  const { code } = await run([nodeOfCheckout(), join(ROOT, 'scripts', job), ...args], {
    show: true,
    env: {
      PATH: [join(ROOT, 'node_modules/.bin'), process.env.PATH].join(delimiter),
      TURBO_TELEMETRY_DISABLED: '1',
      TURBO_NO_UPDATE_NOTIFIER: '1',
    },
  });
  return code;
}

await finish(bootstrap);
