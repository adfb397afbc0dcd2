import { inSeconds, millis, parseDuration, seconds } from '@daywatch/shared/vocabulary/time.ts';
import type { ReleaseStack } from '../lifecycle.ts';
import { startDaemonProcess } from './daemon-process.ts';
import { openDatabase } from './open-database.ts';
import { openShop, type WatchLength } from './shop.ts';
import type { Stage } from './stage.ts';

export interface Opening extends Pick<Stage, 'workshop' | 'story' | 'paint'> {
  readonly watch: WatchLength;
  /** Even where this machine has a PostgreSQL. */
  readonly pglite: boolean;
  readonly release: ReleaseStack;
}

/** Production as it is before the first deploy with Daywatch: a shop with customers, and a daemon that looks on. */
export async function playOpening({ workshop, story, paint, watch, pglite, release }: Opening): Promise<Stage> {
  story.heading('1  Production');
  const database = await story.doing('A database', openDatabase(workshop, pglite), ({ name }) => `A database: ${name}`);
  release.push('database', database.stop);
  const shop = await story.doing(
    'A web shop with a year of trade, in a git repository of its own',
    openShop(database, watch, workshop),
  );
  release.push('shop', shop.stop);
  await story.doing('Version 1.0.0 of it, deployed by its own ./deploy-production.sh', shop.deploy());
  const traffic = shop.open(database.rate);
  release.push('traffic', traffic.stop);
  story.done(`Customers: ${database.rate} requests a second`);
  const daemon = await story.doing('The Daywatch daemon', startDaemonProcess(shop, workshop));
  release.push('daemon', daemon.stop);
  story.say(
    `The plan is the shop's own daywatch.yaml with a watch of ${watch.for} instead of 24 hours. Lines that differ: ${shop.changedLines.join(' · ')}`,
  );
  story.print(['', `  ${paint.strong('The dashboard')}, live from now on:`, `  ${paint.busy(daemon.dashboard)}`, '']);

  const { clock, signal } = workshop;
  const baselineFor = millis((parseDuration(watch.for) ?? seconds(40)) / 2);
  const began = clock.elapsed();
  await story.during(
    () => ({
      text: `Measuring what is usual  ${paint.quiet(`${Math.floor(inSeconds(millis(clock.elapsed() - began)))} of ${inSeconds(baselineFor)} s`)}`,
      key: 'measuring',
    }),
    clock.sleep(baselineFor, signal),
  );
  signal.throwIfAborted();
  story.done('Measured what is usual, for comparison', `${inSeconds(baselineFor)} s`);
  return { workshop, shop, daemon, story, paint };
}
