// Writes packages/shared/plan.schema.json: node packages/daemon/src/plan/write-json-schema.ts
import { writeFile } from 'node:fs/promises';
import { checklistKinds } from '../checklist/registry.ts';
import { notifierKinds } from '../notifiers/registry.ts';
import { sourceKinds } from '../sources/registry.ts';
import { stepKinds } from '../steps/registry.ts';
import { planJsonSchema } from './json-schema.ts';

const file = new URL('../../../shared/plan.schema.json', import.meta.url);
await writeFile(
  file,
  `${JSON.stringify(planJsonSchema({ sourceKinds, stepKinds, checklistKinds, notifierKinds }), null, 2)}\n`,
);
