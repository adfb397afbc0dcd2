import type { AddCommand } from './add-command.ts';
import { answerOf, commonOptions, connect } from './context.ts';
import { preparedDeployment } from './prepared-deployment.ts';

interface Options {
  readonly reason: string;
}

export const cancel: AddCommand = (program, context) => {
  program
    .command('cancel [environment]')
    .description('cancels the deployment that is prepared')
    .requiredOption('--reason <text>', 'why; it is recorded')
    .action(async (environment: string | undefined, { reason }: Options, command) => {
      const options = commonOptions(command);
      const { client } = connect(options, context);
      const { id: deployment } = await preparedDeployment(client, environment);
      const view = answerOf(await client.cancelDeployment({ deployment, body: { reason } }));
      if (options.json === true) context.print(JSON.stringify(view));
      else context.print(`${context.paint.good('✓')} ${view.version} for ${view.environment} is cancelled: ${reason}`);
    });
};
