import { instant, millis } from '@daywatch/shared/vocabulary/time.ts';
import type { SourceTools } from '../ports/kind.ts';
import type { Logger } from '../ports/logger.ts';
import { refusingShell } from '../shell.ts';
import { fullReach } from './full-reach.fixture.ts';
import { shortMemory } from './short-memory.ts';

const quiet: Logger = { debug() {}, info() {}, warn() {}, error() {}, child: () => quiet };

/** What a source is opened with in a test: nobody answers, no time passes, nothing is kept; and what the test says. */
export const sourceTools = (own: Partial<SourceTools> = {}): SourceTools => ({
  name: 'it',
  log: quiet,
  memory: shortMemory(),
  shell: refusingShell('no commands here'),
  reach: fullReach,
  clock: {
    now: () => instant(0),
    elapsed: () => millis(0),
    sleep: async () => {},
    timeout: () => new AbortController().signal,
    alarm: () => () => undefined,
  },
  outbound: { request: async () => ({ type: 'failed', because: 'nobody answers', after: millis(0) }) },
  ...own,
});
