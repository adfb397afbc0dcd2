import { execFile } from 'node:child_process';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { systemClock } from '@daywatch/daemon/src/clock.ts';
import { cleanEnvironment } from '@daywatch/daemon/src/demo/clean-environment.ts';
import { type DaemonProcess, startDaemonProcess } from '@daywatch/daemon/src/demo/daemon-process.ts';
import { freePort } from '@daywatch/daemon/src/demo/machine/free-port.ts';
import { temporaryFolder } from '@daywatch/daemon/src/demo/machine/temporary-folder.ts';
import { type Delivered, runRunner } from '@daywatch/daemon/src/demo/runner-process.ts';
import type { Workshop } from '@daywatch/daemon/src/demo/workshop.ts';
import { createReleaseStack } from '@daywatch/daemon/src/lifecycle.ts';
import { createLogger } from '@daywatch/daemon/src/log.ts';
import { putOnStaging, type ReleaseName } from '../../examples/shop/release.ts';
import { runGit } from '../../examples/shop/run-git.ts';
import { setupRepository } from '../../examples/shop/setup-repository.ts';
import { startTraffic } from '../../examples/shop/traffic.ts';
import { holdLeash } from '../support/leash.ts';
import { SentryServer, sentryToken } from '../support/sentry-server.ts';
import type { Pace } from './pace.ts';
import { startRush } from './rush.ts';

export interface ShopWorld {
  readonly daemon: DaemonProcess;
  /** Puts a release on staging and deploys it the way the plan says. */
  deploy(release: ReleaseName): Promise<Delivered>;
  close(): Promise<void>;
}

const repository = join(import.meta.dirname, '../..');

/** The shop with its whole plan as its team has it, a good release of it in production, with customers, a Sentry and a daemon that looks on. */
export async function openShopWorld({
  databaseUrl,
  before,
  pace,
}: {
  databaseUrl: string;
  /** What is in production; the stable version when left out. */
  before: ReleaseName | undefined;
  pace: Pace;
}): Promise<ShopWorld> {
  const closing = createReleaseStack(createLogger({ level: 'error' }));
  try {
    const home = temporaryFolder('releases');
    closing.push('folder', () => rm(home, { recursive: true, force: true }));
    const leash = holdLeash();
    closing.push('processes', leash.release);
    const sentry = new SentryServer(systemClock.now);
    await sentry.listen();
    closing.push('sentry', () => sentry.close());

    const { folder } = await setupRepository({
      folder: join(home, 'shop'),
      watch: { for: pace.watch, every: '1s', settle: pace.settle },
      limits: pace.limits,
      wholePlan: true,
      adjustPlan: (plan) =>
        plan
          .replaceAll('every: 1m', `every: ${pace.unhurried}`)
          .replaceAll('strict: true', `strict: true\n          every: ${pace.workflows}`)
          .replace('factor: 2, for: 4m, calls: 50', `factor: 4, for: ${pace.slowerFor}, calls: 20`),
    });
    const port = String(await freePort());
    const url = `http://127.0.0.1:${port}`;
    const state = join(home, 'production');
    await mkdir(state);
    const environment = {
      ...cleanEnvironment(process.env as Record<string, string>),
      ...leash.env,
      DATABASE_URL: databaseUrl,
      PORT: port,
      SHOP_HOME: state,
      SHOP_URL: url,
      SENTRY_DSN: sentry.dsn(),
      SENTRY_URL: sentry.url(),
      SENTRY_TOKEN: sentryToken,
      SENTRY_ENVIRONMENT: 'production',
    };
    if (before !== undefined) {
      await putOnStaging({ folder, release: before });
      await runGit(folder, ['merge', '--quiet', '--no-edit', 'staging']);
      await runGit(folder, ['push', '--quiet', 'origin', 'main']);
    }
    await promisify(execFile)('./deploy-production.sh', { cwd: folder, env: environment });

    const end = new AbortController();
    const customers = Promise.all([
      startTraffic({ url, rate: pace.rate, signal: end.signal }),
      startRush({ url, signal: end.signal }),
    ]);
    closing.push('customers', async () => {
      end.abort();
      await customers.catch(() => {});
    });

    const workshop: Workshop = {
      repository,
      folder: home,
      daywatch: [process.execPath, join(repository, 'packages/daemon/dist/main.mjs')],
      environment,
      clock: systemClock,
      signal: end.signal,
    };
    const shop = { folder, environment };
    const daemon = await startDaemonProcess(shop, workshop);
    closing.push('daemon', daemon.stop);
    return {
      daemon,
      async deploy(release) {
        await putOnStaging({ folder, release });
        return runRunner(['deploy', 'production'], () => {}, { shop, workshop });
      },
      close: () => closing.release(),
    };
  } catch (error) {
    await closing.release();
    throw error;
  }
}
