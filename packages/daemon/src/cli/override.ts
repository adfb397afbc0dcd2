import type { AddCommand } from './add-command.ts';
import { answerOf, commonOptions, connect } from './context.ts';
import { preparedDeployment } from './prepared-deployment.ts';

interface Options {
  readonly environment?: string;
  readonly reason: string;
}

export const override: AddCommand = (program, context) => {
  program
    .command('override <what>')
    .description(
      'lets the prepared deployment go on although an item of its checklist is open (`window`: outside of its window; `everything`: whatever is open); for a lead',
    )
    .requiredOption('--reason <text>', 'why; it stands in the record, the verdict and the report')
    .option('--environment <name>', 'which one, if more than one is being prepared')
    .action(async (what: string, { environment, reason }: Options, command) => {
      const options = commonOptions(command);
      const { client } = connect(options, context);
      const { id: deployment } = await preparedDeployment(client, environment);
      const view = answerOf(await client.override({ deployment, body: { what, reason } }));
      if (options.json === true) context.print(JSON.stringify(view));
      else context.print(`${context.paint.caution('!')} ${what} of ${view.environment} is overridden: ${reason}`);
    });
};
