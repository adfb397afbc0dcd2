import { proposeRollback } from '../runner/propose-rollback.ts';
import { rollBack } from '../runner/rollback.ts';
import type { AddCommand } from './add-command.ts';
import { ask } from './ask.ts';
import { commonOptions } from './context.ts';
import { expectOption } from './expect-option.ts';
import { preview } from './preview.ts';
import { previewLines } from './preview-lines.ts';
import { connectRunner, withRunner } from './with-runner.ts';

interface Options {
  readonly resume?: string;
  readonly reason?: string;
  readonly override?: string;
  readonly expect?: string;
  readonly preview?: boolean;
  readonly yes?: boolean;
}

export const rollback: AddCommand = (program, context) => {
  program
    .command('rollback <environment>')
    .description('back to the last stable version, and a proof that it serves')
    .option('--reason <text>', 'why; default: what the verdict says')
    .option('--override <reason>', 'roll back although the last rollback was a moment ago; the reason is recorded')
    .option('--resume <id>', 'go on with an interrupted rollback')
    .addOption(expectOption('would be gone back to'))
    .option('--preview', 'show what would be undone, and do nothing')
    .option('-y, --yes', 'do not ask')
    .action(async (name: string, options: Options, command) => {
      const common = commonOptions(command);
      const { daemon } = connectRunner(common, context);
      const asks = context.surroundings.canAsk && common.json !== true && options.yes !== true;
      if (options.preview === true) return preview('rollback', name, common, context, daemon, proposeRollback);
      const { paint } = context;
      await withRunner(name, common, context, async ({ screen, tools, plan, environment }) => {
        const ending = await rollBack(
          {
            plan,
            environment,
            ...(options.resume !== undefined && { resume: options.resume }),
            ...(options.reason !== undefined && { reason: options.reason }),
            ...(options.override !== undefined && { override: options.override }),
            ...(options.expect !== undefined && { expected: options.expect }),
            confirm: async (facts) => {
              if (!asks) return true;
              context.print(...previewLines('rollback', facts, paint));
              const yes = await ask(`Roll ${name} back?`);
              context.print('');
              return yes;
            },
          },
          { ...tools, daemon },
        );
        if (ending.type === 'done' && common.json !== true) {
          await screen.close();
          // The steps and the verification passed. Whether it is well again, only the watch that begins now can tell.
          context.print(
            '',
            `${paint.good('✓')} ${paint.strong(`${name} is rolled back`)}`,
            `  Whether it has recovered: daywatch status ${name}`,
          );
        }
        return ending;
      });
    });
};
