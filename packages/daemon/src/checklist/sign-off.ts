import { name } from '@daywatch/shared/vocabulary/plan.ts';
import { minutes } from '@daywatch/shared/vocabulary/time.ts';
import * as z from 'zod';
import { defineChecklistKind } from '../ports/checklist-item.ts';

const options = z.strictObject({
  'sign-off': name.meta({ description: 'The role that must sign, one of `roles`.' }),
});

export const signOff = defineChecklistKind({
  type: 'sign-off',
  summary: 'One of a role says yes, for this commit and this plan; a new commit or plan voids it.',
  options,
  timeout: minutes(10),
  references: ({ 'sign-off': role }) => [{ what: 'role', name: role, path: ['sign-off'] }],
  answerer: ({ 'sign-off': role }) => ({ by: 'people', role }),
});
