import { rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { formatDuration, millis } from '@daywatch/shared/vocabulary/time.ts';
import type { Paint } from '../cli/terminal/paint.ts';
import { createReleaseStack } from '../lifecycle.ts';
import type { Clock } from '../ports/clock.ts';
import type { Logger } from '../ports/logger.ts';
import { type Finding, playBadRelease } from './bad-release.ts';
import type { BadRelease } from './bad-releases.ts';
import { cleanEnvironment } from './clean-environment.ts';
import { answered } from './daemon-process.ts';
import { findingsTable } from './findings-table.ts';
import { playGoodRelease } from './good-release.ts';
import { temporaryFolder } from './machine/temporary-folder.ts';
import { playOpening } from './opening.ts';
import type { WatchLength } from './shop.ts';
import type { Stage } from './stage.ts';
import type { Story } from './story.ts';

export interface DemoOrder {
  readonly releases: readonly BadRelease[];
  readonly watch: WatchLength;
  /** Even where this machine has a PostgreSQL. */
  readonly pglite: boolean;
  /** Leaves the demo's folder where it is. */
  readonly keep: boolean;
  /** Where the reports go. */
  readonly reportFolder: string;
  readonly repository: string;
  /** The command line of `daywatch`, without arguments. */
  readonly daywatch: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
}

export interface DemoTools {
  readonly story: Story;
  readonly paint: Paint;
  readonly clock: Clock;
  readonly log: Pick<Logger, 'error'>;
  /** Aborts at Ctrl-C. */
  readonly signal: AbortSignal;
  /** Resolves when the person has seen enough; at once where nobody is there. */
  readonly goodbye: () => Promise<void>;
}

/** A good release and a bad one in a shop that is really there. Whatever happens, all that was started is stopped. */
export async function runDemo(order: DemoOrder, tools: DemoTools): Promise<readonly Finding[]> {
  const { story, paint, clock, signal } = tools;
  const release = createReleaseStack(tools.log);
  const began = clock.elapsed();
  const folder = temporaryFolder('demo');
  release.push('folder', () => {
    if (!order.keep) rmSync(folder, { recursive: true, force: true });
  });
  const { repository, daywatch, watch, pglite } = order;
  const environment = cleanEnvironment(order.environment);
  const workshop = { repository, folder, daywatch, environment, clock, signal };
  try {
    story.print([paint.strong('Daywatch: a good release, a bad one, and what happens then')]);
    story.say(
      'Daywatch watches production after a deploy and says GO or NO-GO, with its reasons. Here production is a small web shop on this machine. Everything is real: its database, its customers, its releases, its faults.',
    );
    const stage = await playOpening({ workshop, story, paint, watch, pglite, release });
    await playGoodRelease(stage);
    const findings: Finding[] = [];
    for (const [index, name] of order.releases.entries())
      findings.push(await playBadRelease(name, 3 + 2 * index, stage));
    await tellEnd(findings, order, stage);
    story.say(
      `That took ${formatDuration(millis(clock.elapsed() - began))}. With your own service the watch lasts 24 hours.`,
    );
    if (order.keep) story.say(`The demo's files stay in ${folder}`);
    await tools.goodbye();
    return findings;
  } finally {
    await story.during(() => ({ text: 'Stopping everything', key: '' }), release.release());
  }
}

async function tellEnd(findings: readonly Finding[], order: DemoOrder, { daemon, story, paint }: Stage): Promise<void> {
  story.heading('What is left');
  if (findings.length > 1) story.print(findingsTable(findings, paint, story.columns()));
  for (const { release, deployment } of findings) {
    const file = join(order.reportFolder, `daywatch-demo-${release}.html`);
    await writeFile(file, answered(await daemon.client.report({ deployment, format: 'html' })));
    story.print([`  Report      ${file}`]);
  }
  story.print([`  Dashboard   ${paint.busy(daemon.dashboard)}`]);
}
