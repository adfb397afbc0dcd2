import type { Database } from '../database.ts';
import { type PlanShape, shapeOfPlan } from './plan-shape.ts';
import { isQuery } from './statement-text.ts';

export type ExplainedPlan =
  | { readonly type: 'explained'; readonly shape: PlanShape }
  | { readonly type: 'unknown'; readonly because: string };

/**
 * The generic plan of a normalised statement, without running it. By PREPARE, which every supported version has and
 * which infers the types of the parameters; forgotten again before the transaction ends, so that a session shared
 * through a pooler is left as it was.
 */
export async function explainPlan(database: Database, text: string, signal: AbortSignal): Promise<ExplainedPlan> {
  if (!isQuery(text)) return { type: 'unknown', because: 'it is no query' };
  const parameters = Math.max(0, ...[...text.matchAll(/\$(\d+)/g)].map(([, number]) => Number(number)));
  const given = parameters === 0 ? '' : `(${Array.from({ length: parameters }, () => 'null').join(', ')})`;
  const answer = await database.within({ signal }, async (run) => {
    await run('set local plan_cache_mode = force_generic_plan');
    await run('savepoint explaining');
    const prepared = await run(`prepare daywatch_explains as ${text.replace(/[\s;]+$/, '')}`);
    if (prepared.type === 'failed') {
      await run('rollback to explaining');
      return prepared;
    }
    const plan = await run(`explain (format json) execute daywatch_explains${given}`);
    if (plan.type === 'failed') await run('rollback to explaining');
    await run('deallocate daywatch_explains');
    return plan;
  });
  if (answer.type === 'failed') return { type: 'unknown', because: answer.because };
  const shape = shapeOfPlan(answer.rows[0]?.[0]);
  return shape === undefined
    ? { type: 'unknown', because: 'the server answered no plan' }
    : { type: 'explained', shape };
}
