import { rfc3339, seconds } from '@daywatch/shared/vocabulary/time.ts';
import type { WaitingRunner } from '../feed.ts';
import type { Clock } from '../ports/clock.ts';

/** Who waits for something to do. A runner is there while it asks, and for a moment after: it comes back at once. */
export interface WaitingRunners {
  /** Answers the function that is called when its question is answered, or given up. */
  arrive(environment: string, who: Pick<WaitingRunner, 'runner' | 'host'>): (how: 'answered' | 'gone') => void;
}

const returnsWithin = seconds(10);

export function createWaitingRunners({
  clock,
  onChange,
}: {
  readonly clock: Clock;
  onChange(environment: string, runners: readonly WaitingRunner[]): void;
}): WaitingRunners {
  interface Present extends WaitingRunner {
    asking: number;
    /** Ends the wait for its return. */
    back: AbortController;
  }
  const environments = new Map<string, Map<string, Present>>();

  function tell(environment: string): void {
    const present = [...(environments.get(environment)?.values() ?? [])];
    onChange(
      environment,
      present.map(({ runner, host, since }) => ({ runner, host, since })),
    );
  }

  function leave(environment: string, present: Present): void {
    const there = environments.get(environment);
    if (present.asking > 0 || there?.get(present.runner) !== present) return;
    there.delete(present.runner);
    tell(environment);
  }

  return {
    arrive(environment, { runner, host }) {
      const there = environments.get(environment) ?? new Map<string, Present>();
      environments.set(environment, there);
      const known = there.get(runner);
      const present = known ?? { runner, host, since: rfc3339(clock.now()), asking: 0, back: new AbortController() };
      present.asking += 1;
      present.back.abort();
      if (known === undefined) {
        there.set(runner, present);
        tell(environment);
      }
      let isOver = false;
      return (how) => {
        if (isOver) return;
        isOver = true;
        present.asking -= 1;
        if (how === 'gone') return leave(environment, present);
        const back = new AbortController();
        present.back = back;
        void clock.sleep(returnsWithin, back.signal).then(() => {
          if (!back.signal.aborted) leave(environment, present);
        });
      };
    },
  };
}
