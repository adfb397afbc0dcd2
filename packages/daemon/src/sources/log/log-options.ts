import { parseQuantity } from '@daywatch/shared/vocabulary/units.ts';
import * as z from 'zod';
import { durationText } from '../../web/duration-text.ts';
import { formats } from './entry-reader.ts';
import { patternText } from './pattern.ts';

const size = z.string().refine((text) => text.includes('${') || parseQuantity(text)?.unit === 'bytes', {
  message: 'is not a size',
  params: { hint: 'Write it like 32MB.' },
});

const glob = z.string().min(1);

export const logOptions = z
  .strictObject({
    file: z
      .union([glob, z.array(glob).min(1)])
      .optional()
      .meta({
        description:
          "A file, a glob like /var/log/shop/*.log, or a list of them, from the plan's folder. Compressed files are left out.",
      }),
    journald: z
      .string()
      .regex(/^(?:\$\{\w+\}|[\w@:.\\-]+)$/, 'a unit has letters, digits and "@:._-" only')
      .optional()
      .meta({
        description: "A systemd unit whose journal is followed: shop.service. The daemon's user must be let in.",
      }),
    command: z.string().min(1).optional().meta({
      description:
        'A command line that prints a log and goes on: docker logs -f --since "$SINCE" shop. Only in a plan on the daemon\'s own disk.',
    }),
    format: z.enum(formats).default('auto').meta({
      description:
        'pino, winston, bunyan, json, logfmt or plain; auto looks at each line. A line that has it not is read as a plain one.',
    }),
    level: z.string().min(1).optional().meta({ description: 'The field of the level in json and logfmt.' }),
    time: z.string().min(1).optional().meta({ description: 'The field of the time in json and logfmt.' }),
    message: z.string().min(1).optional().meta({ description: 'The field of the message in json and logfmt.' }),
    pattern: patternText.optional().meta({
      description: 'For plain lines: a regular expression with groups named level, time and message.',
      examples: ['^(?<time>\\S+) (?<level>\\w+) (?<message>.*)$'],
    }),
    quiet: durationText.default('10m').meta({
      description: 'A log without a new line for longer is absent, not free of errors; 10m when left out.',
    }),
    'at-most': size.default('32MB').meta({
      description:
        'Of what has piled up, so much of each file is read at once; what is older is skipped: the reading says so, and is absent unless it found something bad. 32MB when left out.',
    }),
    learn: size.default('16MB').meta({
      description:
        'At the first look, so much of what was written before is read, to know the errors that are not new. 16MB when left out.',
    }),
  })
  .refine(
    ({ file, journald, command }) => [file, journald, command].filter((where) => where !== undefined).length === 1,
    {
      message: 'a log is read from one place',
      params: { hint: 'Write one of file, journald and command.' },
    },
  )
  .refine(({ format, pattern }) => pattern === undefined || format === 'plain', {
    path: ['pattern'],
    message: 'only plain lines are read by a pattern',
    params: { hint: 'Add format: plain.' },
  });
export type LogOptions = z.infer<typeof logOptions>;

/** Bytes of a checked size. */
export function bytesOf(text: string): number {
  const read = parseQuantity(text);
  if (read?.unit !== 'bytes') throw new Error(`"${text}" was not checked as a size`);
  return read.value;
}
