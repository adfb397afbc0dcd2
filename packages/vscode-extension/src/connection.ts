import { t } from '@vscode/l10n';
import { type Daemon, findLocalDaemon, type Program, startLocalDaemon } from './daemon.ts';
import { endOlderDaemon } from './end-older-daemon.ts';
import type { Happened } from './model.ts';

export interface ConnectionParts {
  /** A daemon that is set by hand, with its token. */
  readonly configured: (() => Promise<Daemon>) | undefined;
  readonly plan: string | undefined;
  readonly program: Program;
  /** Of the program. */
  readonly version: string;
  readonly mayStart: boolean;
  readonly signal: AbortSignal;
  readonly wait: (milliseconds: number, signal: AbortSignal) => Promise<void>;
  tell(happened: Happened): void;
  log(sentence: string): void;
}

/** A live connection to the daemon, which it finds, or starts. It comes back by itself until `signal` aborts. */
export interface DaemonConnection {
  /** The daemon that answered last. */
  current(): Daemon | undefined;
  /** Starts the local daemon, whatever the settings say; in the place of an older one that is not understood. */
  start(): Promise<Daemon>;
}

/** How long the local daemon may be out of reach before its announcement is read again: it may have a new port. */
const lookAgainAfter = 3;

const replaceIt = t('"Start Local Daemon" puts the one that came with this extension in the place of an older one.');
const updateOne = t('Update the older one.');

export function connect(parts: ConnectionParts): DaemonConnection {
  const { plan, program, signal, log } = parts;
  let current: Daemon | undefined;
  let starting: Promise<Daemon> | undefined;
  /** What the daemon said last was of another version. */
  let isOtherVersion = false;
  /** Ends what is being tried, so that the daemon is looked for again at once. */
  let attempt = new AbortController();

  /** What comes to an end after `signal`, such as a start that fails, is no news of the connection that took over. */
  const tell = (happened: Happened) => {
    if (!signal.aborted) parts.tell(happened);
  };
  const offline = (because: string) =>
    tell({ type: 'connection', connection: { state: 'offline', because, local: parts.configured === undefined } });

  function start(): Promise<Daemon> {
    if (plan === undefined) return Promise.reject(new Error(t('There is no daywatch.yaml in this folder.')));
    starting ??= startUnlessRunning(plan).finally(() => {
      starting = undefined;
    });
    return starting;
  }

  async function startUnlessRunning(of: string): Promise<Daemon> {
    const running = await findLocalDaemon(of);
    if (running !== undefined) return running;
    const started = await startLocalDaemon(of, program);
    log(`daemon started at ${started.url}`);
    return started;
  }

  async function find(): Promise<Daemon | undefined> {
    if (parts.configured !== undefined) return parts.configured();
    if (plan === undefined) return undefined;
    const running = await findLocalDaemon(plan);
    if (running !== undefined || !parts.mayStart) return running;
    return start();
  }

  /** Ends when the daemon must be looked for again. */
  async function followUntilLost({ url, token }: Daemon, until: AbortSignal): Promise<void> {
    const { follow } = await import('@daywatch/shared/client/follow.ts');
    let failures = 0;
    for await (const item of follow({ url, ...(token !== undefined && { token }), signal: until })) {
      if (item.type === 'environment') {
        failures = 0;
        isOtherVersion = false;
        tell({ type: 'environment', view: item.environment });
      } else if (item.type === 'connected') {
        log(`connected to ${url}`);
      } else if (item.type === 'current') {
        tell({ type: 'connection', connection: { state: 'online' } });
      } else if (item.type === 'disconnected') {
        failures += 1;
        log(`connection lost: ${item.because}`);
        const { failure } = item;
        if (failure.type === 'refused' && (failure.problem.status === 401 || failure.problem.status === 403)) {
          tell({ type: 'connection', connection: { state: 'refused', because: failure.problem.detail } });
        } else if (failure.type === 'not-understood') {
          isOtherVersion = true;
          offline(`${item.because} ${parts.configured === undefined ? replaceIt : updateOne}`);
        } else {
          offline(item.because);
        }
        if (parts.configured === undefined && failures >= lookAgainAfter) return;
      }
    }
  }

  async function run(): Promise<void> {
    if (plan === undefined && parts.configured === undefined) {
      tell({ type: 'connection', connection: { state: 'no-plan' } });
      return;
    }
    tell({ type: 'connection', connection: { state: 'connecting' } });
    for (let pause = 1_000; !signal.aborted; pause = Math.min(pause * 2, 30_000)) {
      attempt = new AbortController();
      const until = AbortSignal.any([signal, attempt.signal]);
      try {
        current = await find();
        if (current === undefined) offline(t('No daemon runs for this folder.'));
        else {
          pause = 1_000;
          await followUntilLost(current, until);
        }
      } catch (cause) {
        const because = cause instanceof Error ? cause.message : String(cause);
        log(because);
        offline(because);
      }
      await parts.wait(pause, until);
    }
  }

  void run();
  return {
    current: () => current,
    async start() {
      if (isOtherVersion && plan !== undefined) await endOlderDaemon(plan, parts.version);
      const daemon = await start();
      attempt.abort();
      return daemon;
    },
  };
}
