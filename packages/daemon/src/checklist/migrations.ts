import { name } from '@daywatch/shared/vocabulary/plan.ts';
import { minutes } from '@daywatch/shared/vocabulary/time.ts';
import * as z from 'zod';
import { defineChecklistKind } from '../ports/checklist-item.ts';
import { migrationsBetween } from '../runner/rollback-readiness.ts';
import { findRollbackTarget } from '../runner/rollback-target.ts';
import { findingOf } from './rollback-ready.ts';

const options = z.strictObject({
  migrations: z
    .strictObject({
      folder: z.string().min(1).meta({ description: 'Where the migrations are, from the plan.' }),
      role: name.optional().meta({ description: 'Who signs what is not understood.' }),
    })
    .meta({ description: 'Migrations since the last stable version can be undone.' }),
});

export const migrations = defineChecklistKind({
  type: 'migrations',
  summary: 'Migrations since the last stable version are read: those that cannot be undone block.',
  options,
  timeout: minutes(2),
  references: ({ migrations: { role } }) =>
    role === undefined ? [] : [{ what: 'role', name: role, path: ['migrations', 'role'] }],
  answerer: ({ migrations: { folder, role } }) => ({
    by: 'runner',
    async look({ plan, version, lastStable, rolledBack, git }) {
      const rollback = plan.rollback ?? {
        to: 'last-stable',
        tags: 'stable/*',
        when: { blocking: 1, critical: 2, integrity: 1 },
        steps: [],
      };
      const target = await findRollbackTarget({
        environment: plan.name,
        rollback,
        current: version.commit,
        git,
        ...(lastStable !== undefined && { lastStable }),
        ...(rolledBack !== undefined && { rolledBack }),
      });
      if ('none' in target) return { state: 'failed', because: target.none };
      return findingOf([await migrationsBetween(folder, target, version, git)], role);
    },
  }),
});
