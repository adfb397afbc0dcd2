import { checklistKinds } from './checklist/registry.ts';
import { notifierKinds } from './notifiers/registry.ts';
import { sourceKinds } from './sources/registry.ts';
import { stepKinds } from './steps/registry.ts';

/** Everything that a plan may speak of: `parsePlan({ text, file, ...planKinds })`. */
export const planKinds = { sourceKinds, stepKinds, checklistKinds, notifierKinds };
