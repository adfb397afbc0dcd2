import { verify as runVerify } from '../runner/verify.ts';
import type { AddCommand } from './add-command.ts';
import { commonOptions } from './context.ts';
import { withRunner } from './with-runner.ts';

export const verify: AddCommand = (program, context) => {
  program
    .command('verify <environment>')
    .description("the verification's steps and nothing else; nothing is recorded")
    .action(async (name: string, _options, command) => {
      const common = commonOptions(command);
      await withRunner(name, common, context, async ({ plan, environment, tools, screen }) => {
        const ending = await runVerify({ plan, environment }, tools);
        await screen.close();
        if (ending.type === 'done' && common.json !== true)
          context.print('', `${context.paint.good('✓')} ${name} passes.`);
        return ending;
      });
    });
};
