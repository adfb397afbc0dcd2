import { systemClock } from '@daywatch/daemon/src/clock.ts';
import { createOutbound } from '@daywatch/daemon/src/outbound.ts';
import type { SourceTools } from '@daywatch/daemon/src/ports/kind.ts';
import type { Logger } from '@daywatch/daemon/src/ports/logger.ts';
import type { Occasion, Source } from '@daywatch/daemon/src/ports/source.ts';
import { refusingShell } from '@daywatch/daemon/src/shell.ts';
import { fullReach } from '@daywatch/daemon/src/sources/full-reach.fixture.ts';
import { postgres } from '@daywatch/daemon/src/sources/postgres.ts';
import { shortMemory } from '@daywatch/daemon/src/sources/short-memory.ts';
import type { Measure, Reading } from '@daywatch/shared/vocabulary/observation.ts';
import { instant, seconds } from '@daywatch/shared/vocabulary/time.ts';

const quiet: Logger = { debug() {}, info() {}, warn() {}, error() {}, child: () => quiet };

/** A source of type postgres with the name `database`, with the usual options checked as a plan checks them. */
export function openPostgresSource(
  options: Readonly<Record<string, unknown>>,
  tools: Partial<Pick<SourceTools, 'clock' | 'memory'>> = {},
): Source {
  const outbound = createOutbound({ clock: systemClock });
  return postgres.open(postgres.options.parse(options), {
    name: 'database',
    outbound,
    clock: systemClock,
    log: quiet,
    memory: shortMemory(),
    reach: fullReach,
    shell: refusingShell('a database runs no commands'),
    ...tools,
  });
}

/** Asks as a criterion does: the query in the shape that the plan hands over. */
export function asking(source: Source, measure: Measure, query: unknown): (occasion?: Occasion) => Promise<Reading> {
  const shape = postgres.measures[measure]?.query;
  const probe = source.probe({ name: 'it', measure, query: shape?.parse(query) ?? query });
  return (occasion) => probe.observe(systemClock.timeout(seconds(20)), occasion);
}

/** As after the deploy of a version. */
export const deployed = (version: string, deployment = version): Occasion => ({
  deployed: { deployment, version, commit: `c-${version}`, since: instant(0) },
});

/** So many calls that the stall of a busy machine in one of them does not make all of them look slow. */
export const usual = 400;

/** What is found after a few stretches of traffic: how many calls it takes to be sure depends on how evenly this machine runs. */
export async function lookUntilFound(look: () => Promise<Reading>, traffic: () => Promise<void>): Promise<Reading> {
  for (let stretch = 1; ; stretch++) {
    await traffic();
    const reading = await look();
    if (stretch === 12 || (reading.type === 'count' && reading.count > 0)) return reading;
  }
}
