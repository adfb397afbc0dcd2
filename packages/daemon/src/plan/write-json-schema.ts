// Writes packages/shared/plan.schema.json: node packages/daemon/src/plan/write-json-schema.ts
import { writeFile } from 'node:fs/promises';
import { planKinds } from '../plan-kinds.ts';
import { planJsonSchema } from './json-schema.ts';

const file = new URL('../../../shared/plan.schema.json', import.meta.url);
await writeFile(file, `${JSON.stringify(planJsonSchema(planKinds), null, 2)}\n`);
