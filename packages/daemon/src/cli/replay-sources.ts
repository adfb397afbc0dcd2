import type { Observation } from '@daywatch/shared/vocabulary/observation.ts';
import type { Plan } from '@daywatch/shared/vocabulary/plan.ts';
import { listed } from '../plan/closest.ts';
import type { Span } from '../replay/series.ts';
import { readSourceHistory } from '../replay/source-history.ts';
import { Complaint } from './complaint.ts';
import type { Context } from './context.ts';
import { exitCode } from './exit-code.ts';
import { onInterruption } from './interruption.ts';
import { openSources } from './open-sources.ts';
import { many } from './replay-notes.ts';
import type { Chosen } from './replay-watch-plan.ts';

export interface FromSources {
  readonly observations: readonly Observation[];
  /** Without the criteria whose source keeps no past. */
  readonly chosen: Chosen;
}

/** Readings of the past from the sources that keep it; what cannot be had is told. */
export async function readFromSources({
  plan,
  planFile,
  chosen,
  span,
  context,
}: {
  readonly plan: Plan;
  readonly planFile: string;
  readonly chosen: Chosen;
  readonly span: Span;
  readonly context: Context;
}): Promise<FromSources> {
  const { tell, paint } = context;
  const { criteria } = chosen.watch;
  const sources = openSources(plan, planFile, context);
  const { signal, release } = onInterruption();
  try {
    const { observations, forgetful, failed } = await readSourceHistory({
      criteria,
      probeOf: sources.probeOf,
      span,
      signal,
    });
    for (const { criterion, because } of failed) tell(`${paint.caution('!')} ${criterion.name}: ${because}`);
    if (forgetful.length > 0) {
      const names = listed(
        forgetful.map((criterion) => criterion.name),
        'and',
      );
      tell(
        `${paint.caution('!')} Not replayable, because their source does not keep the past: ${names}. The verdict is without them.`,
      );
    }
    if (forgetful.length === criteria.length)
      throw new Complaint('No source of these criteria keeps the past.', {
        hint: 'Prometheus does. For the others let the daemon record, and replay what it recorded: --deployment ID.',
        code: exitCode.wrongUse,
      });
    if (observations.length === 0)
      throw new Complaint('The sources remember nothing of that time.', {
        hint: failed.length === 0 ? 'Is --deployed-at right?' : 'What they said stands above.',
        code: exitCode.unknown,
      });
    tell(paint.quiet(`${many(observations.length, 'reading')} from the sources.`));
    const kept = criteria.filter((criterion) => !forgetful.includes(criterion));
    return { observations, chosen: { ...chosen, watch: { ...chosen.watch, criteria: kept } } };
  } finally {
    release();
    await sources.close();
  }
}
