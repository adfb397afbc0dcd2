import { minutes } from '@daywatch/shared/vocabulary/time.ts';
import * as z from 'zod';
import { defineChecklistKind } from '../ports/checklist-item.ts';

const options = z.strictObject({
  run: z
    .string()
    .min(1)
    .meta({ description: 'A command line for sh, run in the checkout; it passes with exit code 0.' }),
});

export const run = defineChecklistKind({
  type: 'run',
  summary: 'A command that the runner runs in the checkout; exit code 0 passes.',
  options,
  timeout: minutes(10),
  answerer: ({ run: line }) => ({
    by: 'runner',
    async look({ command }) {
      const { output: _, ...ended } = await command(line);
      return { state: ended.outcome === 'passed' ? 'passed' : 'failed', because: ended.because, ended };
    },
  }),
});
