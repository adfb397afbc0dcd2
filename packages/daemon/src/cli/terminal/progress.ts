import type { RunnerPhase } from '@daywatch/shared/vocabulary/deployment-words.ts';
import type { Millis } from '@daywatch/shared/vocabulary/time.ts';
import type { RunnerEvent } from '../../runner/runner-event.ts';

/** What a looker-on must remember between two events. */
export interface Progress {
  /** A phase whose heading waits for something to stand under it. */
  readonly unopened?: RunnerPhase;
  readonly running?: { readonly step: string; readonly title: string; readonly since: Millis };
  readonly titles: Readonly<Record<string, string>>;
  /** The newest output of the running step. */
  readonly output: string;
  readonly waitingFor: readonly string[];
  /** The daemon does not answer: at the end the runner waits for it. */
  readonly away?: true;
}

export const noProgress: Progress = { titles: {}, output: '', waitingFor: [] };

const outputKept = 8_000;

/** The progress after one more event, which came at `now` of a clock that only moves forward. */
export function advance(progress: Progress, event: RunnerEvent, now: Millis): Progress {
  const { running, unopened, ...still } = progress;
  switch (event.type) {
    case 'phase-started':
      return { ...still, unopened: event.phase };
    case 'step-started': {
      const { step, title } = event;
      return {
        ...still,
        ...(unopened !== undefined && { unopened }),
        running: { step, title, since: now },
        titles: { ...still.titles, [step]: title },
        output: '',
      };
    }
    case 'step-output':
      return { ...progress, output: (progress.output + event.text).slice(-outputKept) };
    case 'step-finished':
      return { ...still, ...(unopened !== undefined && { unopened }), output: '' };
    case 'waiting-for-checklist':
      return { ...still, waitingFor: event.open.map(({ title }) => title) };
    case 'item-fulfilled':
      return { ...still, waitingFor: still.waitingFor.filter((title) => title !== event.title) };
    case 'phase-finished':
      return { ...still, waitingFor: [] };
    case 'step-skipped':
      return still;
    case 'begun':
    case 'checked':
    case 'warning':
    case 'interrupted':
      return progress;
    case 'daemon-away':
      return { ...progress, away: true };
    case 'daemon-back': {
      const { away: _, ...back } = progress;
      return back;
    }
  }
}
