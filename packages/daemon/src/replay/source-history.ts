import type { Criterion } from '@daywatch/shared/vocabulary/criterion.ts';
import type { Observation } from '@daywatch/shared/vocabulary/observation.ts';
import type { Probe } from '../ports/source.ts';
import type { Span } from './series.ts';

export interface SourceHistory {
  /** In order of time. */
  readonly observations: readonly Observation[];
  /** Criteria whose source does not keep the past. */
  readonly forgetful: readonly Criterion[];
  readonly failed: readonly { readonly criterion: Criterion; readonly because: string }[];
}

/** Criteria that are asked for side by side. */
const atATime = 4;

/** What the sources themselves remember of a stretch. */
export async function readSourceHistory({
  criteria,
  probeOf,
  span,
  signal,
}: {
  readonly criteria: readonly Criterion[];
  probeOf(criterion: Criterion): Probe;
  readonly span: Span;
  readonly signal: AbortSignal;
}): Promise<SourceHistory> {
  const observations: Observation[] = [];
  const forgetful: Criterion[] = [];
  const failed: { criterion: Criterion; because: string }[] = [];
  const waiting = [...criteria];
  async function work(): Promise<void> {
    for (let criterion = waiting.shift(); criterion !== undefined; criterion = waiting.shift()) {
      const { name, every } = criterion;
      const answer = await probeOf(criterion).history?.({ ...span, every }, signal);
      if (answer === undefined) forgetful.push(criterion);
      else if (answer.type === 'failed') failed.push({ criterion, because: answer.because });
      else
        for (const { at, seconds, reading } of answer.readings)
          observations.push({ criterion: name, at, seconds, reading });
    }
  }
  await Promise.all(Array.from({ length: atATime }, work));
  observations.sort((a, b) => a.at - b.at);
  return { observations, forgetful, failed };
}
