import type { Reading } from '@daywatch/shared/vocabulary/observation.ts';
import * as z from 'zod';
import { defineSourceKind, type SourceTools } from '../ports/kind.ts';
import type { Probe, Question, Source } from '../ports/source.ts';
import { checkedProbe } from './checked-probe.ts';
import { checkedSource } from './checked-source.ts';
import { askCheck } from './command/ask-check.ts';
import { commandCheckQuery, printedQuery } from './command/command-queries.ts';
import { readPrinted } from './command/read-printed.ts';
import { runOnce } from './command/run-once.ts';
import { naming } from './naming.ts';

const commandOptions = z.strictObject({
  folder: z
    .string()
    .min(1)
    .optional()
    .meta({ description: "Where the commands run, from the plan's folder; that folder when left out." }),
  environment: z
    .record(z.string().regex(/^[A-Za-z_]\w*$/, 'a variable has letters, digits and "_" only'), z.string())
    .optional()
    .meta({ description: "Variables for the commands, beside the daemon's own." }),
});
export type CommandOptions = z.infer<typeof commandOptions>;

const printedBy = { query: printedQuery } as const;

export const command = defineSourceKind({
  type: 'command',
  summary: "Runs commands on the daemon's machine: exit codes, JSON readings, test reports (JUnit, TAP).",
  options: commandOptions,
  measures: {
    check: { query: commandCheckQuery, summary: 'Passes by exit code, by {"ok": true}, or when all tests passed.' },
    rate: { ...printedBy, unit: 'fraction', summary: 'The command prints {"bad": 3, "total": 1204}.' },
    latency: { ...printedBy, unit: 's', summary: 'The command prints {"values": [0.21, 0.19]}, in seconds.' },
    count: { ...printedBy, summary: 'The command prints {"count": 2}: events since it ran last.' },
    gauge: { ...printedBy, summary: 'The command prints {"value": 17}.' },
  },
  open: (options, tools) =>
    checkedSource(tools.name, commandOptions, options, (checked) => openCommands(checked, tools)),
});

function openCommands(options: CommandOptions, tools: SourceTools): Source {
  const { name } = tools;
  const closing = new AbortController();

  const probe = ({ name: criterion, measure, query }: Question): Probe => {
    if (measure === 'check') {
      return checkedProbe(name, commandCheckQuery, query, (check) =>
        naming(name, askCheck(check, { options, tools, criterion, closing: closing.signal })),
      );
    }
    return checkedProbe(name, printedQuery, query, (printed) =>
      naming(name, {
        async observe(signal): Promise<Reading> {
          const answer = await runOnce(printed, { options, tools, signals: [signal, closing.signal] });
          if (answer.type === 'failed') return { type: 'error', because: answer.because };
          const { code, told } = answer;
          if (code !== 0) return { type: 'error', because: `${told}; its reading does not count` };
          const reading = readPrinted(answer.output, measure);
          return reading.type === 'error' ? { ...reading, because: `\`${printed.run}\`: ${reading.because}` } : reading;
        },
      }),
    );
  };
  return {
    probe,
    close: async () => closing.abort(),
  };
}
