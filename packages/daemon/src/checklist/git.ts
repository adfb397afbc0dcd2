import { minutes } from '@daywatch/shared/vocabulary/time.ts';
import * as z from 'zod';
import { defineChecklistKind } from '../ports/checklist-item.ts';
import { lookAtGit } from './look-at-git.ts';

const gitQuestions = ['clean', 'up-to-date', 'mergeable'] as const;

const question = z.enum(gitQuestions).meta({
  enumDescriptions: [
    'No file differs from the commit.',
    'The branch holds all that its upstream has, after a fetch.',
    'It merges into the branch that is deployed without a conflict.',
  ],
});

const options = z.strictObject({
  git: z
    .union([z.literal(true), z.array(question).min(1)])
    .meta({ description: 'What is asked of the checkout: clean, up-to-date, mergeable; true asks all.' }),
});

export const git = defineChecklistKind({
  type: 'git',
  summary: 'The checkout: nothing uncommitted, branches up to date with their upstream, a merge without conflict.',
  options,
  timeout: minutes(2),
  answerer: ({ git: asked }) => ({
    by: 'runner',
    look: (tools) => lookAtGit(asked === true ? gitQuestions : asked, tools),
  }),
});
