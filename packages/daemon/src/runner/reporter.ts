import type { Client } from '@daywatch/shared/client/client.ts';
import { type Failure, failureText } from '@daywatch/shared/client/result.ts';
import type { RunnerReport } from '@daywatch/shared/vocabulary/runner-report.ts';
import { type Millis, millis, minutes, seconds } from '@daywatch/shared/vocabulary/time.ts';
import type { Clock } from '../ports/clock.ts';
import type { Tell } from './runner-event.ts';

/** Brings the runner's reports to the daemon, in order, however often the daemon is away. */
export interface Reporter {
  report(report: RunnerReport): void;
  /** How long nothing has arrived although it was tried; 0 when all is well. */
  awayFor(): Millis;
  /** The daemon has said no to a report: this runner is no longer the one that it listens to. */
  refused(): string | undefined;
  /** Waits until all is delivered, at most for `patience` of absence, or until `signal`. False when something was not. */
  delivered(patience: Millis, signal?: AbortSignal): Promise<boolean>;
  /** Ends the heartbeat. What is not delivered by now is given up. */
  close(): Promise<void>;
}

/** The daemon takes a runner for lost after 30 s of silence. */
const heartbeatEvery = seconds(5);
const pause = millis(250);
const longestBackOff = seconds(10);
const batchSize = 200;
const batchLength = 200_000;
/** Output that waits for a daemon that is away; older output is dropped, other reports never are. */
const outputKept = 512_000;
const outputPerReport = 60_000;
/** After this much absence no further phase begins. */
export const longestAbsence = minutes(2);

export function createReporter({
  deployment,
  client,
  clock,
  tell,
}: {
  readonly deployment: string;
  readonly client: Pick<Client, 'reportProgress'>;
  readonly clock: Clock;
  readonly tell: Tell;
}): Reporter {
  const waiting: RunnerReport[] = [];
  /** On the way; sent again until the daemon has it. */
  let flying: readonly RunnerReport[] = [];
  const closing = new AbortController();
  let wake = new AbortController();
  let awaySince: Millis | undefined;
  let failures = 0;
  let refusal: string | undefined;

  const absence = (): Millis => millis(awaySince === undefined ? 0 : clock.elapsed() - awaySince);
  const nothingLeft = () => waiting.length === 0 && flying.length === 0;

  async function send(reports: readonly RunnerReport[]): Promise<void> {
    const began = clock.elapsed();
    const got = await client.reportProgress(
      { deployment, body: { reports: [...reports] } },
      { signal: closing.signal },
    );
    if (got.ok) {
      flying = [];
      failures = 0;
      if (awaySince !== undefined) tell({ type: 'daemon-back' });
      awaySince = undefined;
    } else if (isRefusal(got.failure)) {
      refusal = failureText(got.failure);
    } else if (!closing.signal.aborted) {
      failures += 1;
      if (awaySince === undefined) tell({ type: 'daemon-away', because: failureText(got.failure) });
      awaySince ??= began;
    }
  }

  async function work(): Promise<void> {
    while (!closing.signal.aborted && refusal === undefined) {
      if (nothingLeft()) {
        wake = new AbortController();
        await clock.sleep(heartbeatEvery, AbortSignal.any([wake.signal, closing.signal]));
        if (closing.signal.aborted) return;
      }
      if (flying.length === 0) flying = takeBatch(waiting);
      await send(nothingLeft() ? [{ type: 'heartbeat' }] : flying);
      await clock.sleep(failures === 0 ? pause : backOff(failures), closing.signal);
    }
  }
  const working = work();

  return {
    report(report) {
      if (refusal !== undefined) return;
      add(waiting, report);
      wake.abort();
    },
    awayFor: absence,
    refused: () => refusal,
    async delivered(patience, signal) {
      while (!nothingLeft() && refusal === undefined && absence() < patience && signal?.aborted !== true)
        await clock.sleep(millis(50), signal);
      return nothingLeft();
    },
    async close() {
      closing.abort();
      await working;
    },
  };
}

const backOff = (failures: number): Millis => millis(Math.min(longestBackOff, 500 * 2 ** (failures - 1)));

/** Asking again cannot help: not too many requests, not a fault of the daemon. */
const isRefusal = (failure: Failure): boolean =>
  failure.type === 'refused' && failure.problem.status < 500 && ![408, 425, 429].includes(failure.problem.status);

function takeBatch(waiting: RunnerReport[]): readonly RunnerReport[] {
  let length = 0;
  const over = waiting.findIndex((report, index) => {
    length += report.type === 'step-output' ? report.text.length : 0;
    return index > 0 && (index >= batchSize || length > batchLength);
  });
  return waiting.splice(0, over === -1 ? waiting.length : over);
}

/** Output joins the output before it. */
function add(waiting: RunnerReport[], report: RunnerReport): void {
  const last = waiting.at(-1);
  if (report.type !== 'step-output') waiting.push(report);
  else if (
    last?.type === 'step-output' &&
    last.step === report.step &&
    last.text.length + report.text.length <= outputPerReport
  ) {
    waiting[waiting.length - 1] = { ...last, text: last.text + report.text };
  } else waiting.push({ ...report, text: report.text.slice(-outputPerReport) });
  dropOldOutput(waiting);
}

function dropOldOutput(waiting: RunnerReport[]): void {
  let kept = 0;
  for (let index = waiting.length - 1; index >= 0; index -= 1) {
    const report = waiting[index];
    if (report?.type !== 'step-output') continue;
    kept += report.text.length;
    if (kept > outputKept) waiting.splice(index, 1);
  }
}
