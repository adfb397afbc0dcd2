// A new sort of checklist item:
// 1. Write `NAME.ts` with `defineChecklistKind({ type: 'NAME', … })`: its options are the item of the plan without
//    `id`, `title` and `timeout`, and its first key is the type: `- { id: …, title: …, NAME: … }`. `answerer` says who
//    answers it: people by signing, the runner in its checkout, or the daemon.
// 2. Add a line to the list below.
// 3. Write `NAME.test.ts`: what passes, what fails and with which words, what is waited for.
// A look never throws for what is wrong outside: that is `failed`, or `waiting` when it may pass by itself.
// Validation of plans and completion in the editor follow from the list.
import type { ChecklistKind } from '../ports/checklist-item.ts';
import { announced } from './announced.ts';
import { backup } from './backup.ts';
import { git } from './git.ts';
import { migrations } from './migrations.ts';
import { rollbackReady } from './rollback-ready.ts';
import { run } from './run.ts';
import { signOff } from './sign-off.ts';
import { verdict } from './verdict.ts';

export const checklistKinds: readonly ChecklistKind[] = [
  run,
  signOff,
  verdict,
  backup,
  announced,
  git,
  rollbackReady,
  migrations,
];
