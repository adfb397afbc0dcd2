import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import * as z from 'zod';
import { toolSet } from './tool-set.ts';
import { agentTools } from './tools.ts';

it('is another one when a tool says something else of itself: write the new one down', () => {
  const said = agentTools.map(({ run: _, input, ...tool }) => ({ ...tool, input: z.toJSONSchema(input) }));
  expect(toolSet).toBe(createHash('sha256').update(JSON.stringify(said)).digest('hex').slice(0, 8));
});
