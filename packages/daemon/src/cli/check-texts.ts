import { createInterface } from 'node:readline';
import * as z from 'zod';
import { parsePlan } from '../plan/parse.ts';
import { planKinds } from '../plan-kinds.ts';
import type { AddCommand } from './add-command.ts';

const asked = z.object({ id: z.number(), file: z.string(), text: z.string() });

/** For editors: a process that goes on checks a plan while it is written, in milliseconds each time. */
export const checkTexts: AddCommand = (program, context) => {
  program
    .command('check-texts', { hidden: true })
    .description('reads plans as JSON lines {"id", "file", "text"} and prints {"id", "problems"} for each')
    .action(async () => {
      for await (const line of createInterface({ input: process.stdin })) {
        if (line.trim() === '') continue;
        const { id, file, text } = asked.parse(JSON.parse(line));
        const parsed = parsePlan({ text, file, ...planKinds });
        context.print(JSON.stringify({ id, problems: 'problems' in parsed ? parsed.problems : [] }));
      }
    });
};
