import type { WorkflowOutcome } from '../../workflow/outcome.ts';
import type { RunningWorkflow } from '../../workflow/run-workflow.ts';

/** One run of a workflow, for all who want to know how it went. */
interface Run extends RunningWorkflow {
  readonly number: number;
  readonly controller: AbortController;
  waiting: number;
  over: boolean;
}

export type Shared = { readonly outcome: WorkflowOutcome; readonly run: number } | 'given-up';

/**
 * Runs a workflow once for several criteria: whoever asks gets the newest run that began after its own last question,
 * so that a check and two latencies do not register three customers. A run that nobody waits for any more is ended.
 */
export class SharedRun {
  private readonly begin: (signal: AbortSignal) => RunningWorkflow;
  private readonly underWay = new Set<Run>();
  private latest: Run | undefined;
  private count = 0;

  constructor(begin: (signal: AbortSignal) => RunningWorkflow) {
    this.begin = begin;
  }

  /** `asked`: the number of the newest run when the caller asked before. */
  async after(asked: number | undefined, signal: AbortSignal): Promise<Shared> {
    if (signal.aborted) return 'given-up';
    const { latest } = this;
    const fits =
      latest !== undefined &&
      !latest.controller.signal.aborted &&
      (!latest.over || latest.number > (asked ?? latest.number));
    const run = fits ? latest : this.start();
    run.waiting += 1;
    const { promise: left, resolve: leave } = Promise.withResolvers<WorkflowOutcome | 'given-up'>();
    const onAbort = () => {
      if (run.waiting > 1) return leave('given-up');
      // The last one to leave ends it, for the reason of its own leaving. What is cleaned up then is not waited for.
      run.controller.abort(signal.reason);
      leave(run.steps);
    };
    signal.addEventListener('abort', onAbort, { once: true });
    try {
      const outcome = await Promise.race([run.whole, left]);
      return outcome === 'given-up' ? outcome : { outcome, run: run.number };
    } finally {
      signal.removeEventListener('abort', onAbort);
      run.waiting -= 1;
    }
  }

  /** The number of the newest run, begun or over. */
  get newest(): number {
    return this.count;
  }

  /** Ends what is under way, and waits until it is cleaned up. */
  async close(): Promise<void> {
    for (const { controller } of this.underWay) controller.abort();
    await Promise.allSettled([...this.underWay].map(({ whole }) => whole));
  }

  private start(): Run {
    const controller = new AbortController();
    this.count += 1;
    const run: Run = { ...this.begin(controller.signal), number: this.count, controller, waiting: 0, over: false };
    this.latest = run;
    this.underWay.add(run);
    const end = () => {
      run.over = true;
      this.underWay.delete(run);
    };
    // Who waits for it is told of a rejection; nobody may wait any more.
    run.whole.then(end, end);
    return run;
  }
}
