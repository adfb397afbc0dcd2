import type { AddCommand } from './add-command.ts';
import { answerOf, commonOptions, connect } from './context.ts';
import { preparedDeployment } from './prepared-deployment.ts';

interface Options {
  readonly environment?: string;
  readonly note?: string;
  readonly as?: string;
  readonly withdraw?: boolean;
}

export const signOff: AddCommand = (program, context) => {
  program
    .command('sign-off <item>')
    .description('signs an item of the checklist of the deployment that is being prepared')
    .option('--environment <name>', 'which one, if more than one is being prepared')
    .option('--note <text>', 'what there is to say about it')
    .option('--as <role>', "with the daemon's own token: sign in the place of this role; it is recorded as that")
    .option('--withdraw', 'take the signature back')
    .action(async (item: string, { environment, note, as, withdraw }: Options, command) => {
      const options = commonOptions(command);
      const { client } = connect(options, context);
      const { id: deployment } = await preparedDeployment(
        client,
        environment,
        ({ checklist }) =>
          environment !== undefined || checklist.some(({ id, role }) => id === item && role !== undefined),
        `No deployment is being prepared that waits for "${item}".`,
      );
      const body = { item, ...(note !== undefined && { note }), ...(as !== undefined && { as }) };
      const answer =
        withdraw === true
          ? await client.withdrawSignOff({ deployment, item })
          : await client.signOff({ deployment, body });
      const view = answerOf(answer);
      if (options.json === true) return context.print(JSON.stringify(view));
      const signed = view.checklist.find(({ id }) => id === item);
      const sign = withdraw === true ? context.paint.caution('–') : context.paint.good('✓');
      context.print(`${sign} ${signed?.title ?? item}: ${signed?.because ?? 'done'}`);
    });
};
