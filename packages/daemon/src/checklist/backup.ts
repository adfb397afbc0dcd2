import { name } from '@daywatch/shared/vocabulary/plan.ts';
import { days, minutes, seconds } from '@daywatch/shared/vocabulary/time.ts';
import { durationOfAtLeast } from '@daywatch/shared/vocabulary/written-time.ts';
import * as z from 'zod';
import { type Answerer, defineChecklistKind } from '../ports/checklist-item.ts';
import { backupByCommand } from './backup-by-command.ts';
import { backupBySql } from './backup-by-sql.ts';
import { backupInFiles } from './backup-in-files.ts';
import { judgeBackup } from './judge-backup.ts';

const ways = ['files', 'sql', 'run'] as const;

const options = z.strictObject({
  backup: z
    .strictObject({
      files: z.string().min(1).optional().meta({
        description: 'A glob in the checkout or from /: the newest file counts, unless it is empty or grows.',
      }),
      sql: z
        .string()
        .min(1)
        .optional()
        .meta({ description: 'One statement that returns the time of the newest backup.' }),
      source: name.optional().meta({ description: 'For `sql`: the postgres source that is asked.' }),
      run: z.string().min(1).optional().meta({
        description: 'A command line whose last line is the time of the newest backup, RFC 3339 or seconds since 1970.',
      }),
      within: durationOfAtLeast(seconds(1))
        .default(days(1))
        .meta({ description: 'How old it may be; 24h when left out.' }),
    })
    .superRefine((written, context) => {
      const given = ways.filter((way) => written[way] !== undefined);
      const fault = (message: string, hint: string, path: string[] = []) =>
        context.addIssue({ code: 'custom', message, path, params: { hint } });
      if (given.length === 0) fault('needs `files`, `sql` or `run`', 'Say where the backup is to be found.');
      if (given.length > 1)
        fault('a backup is looked for in one way only', `Leave one of ${given.join(' and ')}.`, [given[1] ?? '']);
      if (written.sql !== undefined && written.source === undefined)
        fault('needs the `source` that is asked', 'Name a postgres source.');
      if (written.sql === undefined && written.source !== undefined)
        fault('has no effect without `sql`', 'Remove it.', ['source']);
    }),
});

export const backup = defineChecklistKind({
  type: 'backup',
  summary: 'The newest backup is not older than allowed: a file, a row of a database, or what a command says.',
  options,
  timeout: minutes(1),
  references: ({ backup: { source } }) =>
    source === undefined ? [] : [{ what: 'source', name: source, path: ['backup', 'source'], type: 'postgres' }],
  answerer({ backup: { files, sql, source, run, within } }): Answerer {
    if (sql !== undefined && source !== undefined)
      return {
        by: 'daemon',
        look: async (tools) => judgeBackup(await backupBySql(sql, source, tools), within, tools.clock.now()),
      };
    return {
      by: 'runner',
      async look(tools) {
        const found = files === undefined ? await backupByCommand(run ?? '', tools) : await backupInFiles(files, tools);
        return judgeBackup(found, within, tools.clock.now());
      },
    };
  },
});
