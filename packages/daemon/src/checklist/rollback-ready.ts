import { name } from '@daywatch/shared/vocabulary/plan.ts';
import { minutes } from '@daywatch/shared/vocabulary/time.ts';
import * as z from 'zod';
import { defineChecklistKind, type Finding } from '../ports/checklist-item.ts';
import { type ReadinessCheck, rollbackReadiness } from '../runner/rollback-readiness.ts';

const options = z.strictObject({
  'rollback-ready': z
    .union([
      z.literal(true),
      z.strictObject({
        role: name.meta({ description: 'Who signs what a machine cannot say: migrations that are not understood.' }),
      }),
    ])
    .meta({
      description:
        'The version to go back to is there and came before, its scripts exist, migrations since it can be undone, and its dry run passes.',
    }),
});

export const rollbackReady = defineChecklistKind({
  type: 'rollback-ready',
  summary: 'A rollback would work: the version before, its scripts, the migrations since, and a dry run.',
  options,
  timeout: minutes(10),
  references: ({ 'rollback-ready': asked }) =>
    asked === true ? [] : [{ what: 'role', name: asked.role, path: ['rollback-ready', 'role'] }],
  answerer: ({ 'rollback-ready': asked }) => ({
    by: 'runner',
    async look({ plan, version, lastStable, rolledBack, git, command }) {
      const { checks } = await rollbackReadiness({
        plan,
        version,
        git,
        command,
        ...(lastStable !== undefined && { lastStable }),
        ...(rolledBack !== undefined && { rolledBack }),
      });
      return findingOf(checks, asked === true ? undefined : asked.role);
    },
  }),
});

/** The worst of what was found; what is unsure is for a person of `role`, and without one it does not pass. */
export function findingOf(checks: readonly ReadinessCheck[], role: string | undefined): Finding {
  const inState = (state: ReadinessCheck['state']) => checks.filter((one) => one.state === state);
  const words = (some: readonly ReadinessCheck[]) => some.map(({ because }) => because).join('; ');
  const failed = inState('failed');
  const unsure = inState('unsure');
  if (failed.length > 0) return { state: 'failed', because: words(failed) };
  if (unsure.length === 0) return { state: 'passed', because: words(checks) };
  if (role !== undefined) return { state: 'asks', because: words(unsure), role };
  return {
    state: 'failed',
    because: `${words(unsure)} (name a \`role\` in the item, whose sign-off is then asked for)`,
  };
}
