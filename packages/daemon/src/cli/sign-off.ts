import type { AddCommand } from './add-command.ts';
import { answerOf, commonOptions, connect } from './context.ts';
import { type CurrentDeployment, currentDeployment } from './current-deployment.ts';

interface Options {
  readonly environment?: string;
  readonly note?: string;
  readonly withdraw?: boolean;
}

export const signOff: AddCommand = (program, context) => {
  program
    .command('sign-off <item>')
    .description('signs an item of the checklist of the deployment that is being prepared')
    .option('--environment <name>', 'which one, if more than one is being prepared')
    .option('--note <text>', 'what there is to say about it')
    .option('--withdraw', 'take the signature back')
    .action(async (item: string, { environment, note, withdraw }: Options, command) => {
      const options = commonOptions(command);
      const { client } = connect(options, context);
      const { id: deployment } = await currentDeployment(client, environment, {
        fits: ({ phase, checklist }) =>
          (phase === 'planned' || phase === 'preflight') &&
          checklist.some(({ id, type }) => id === item && type === 'sign-off'),
        nothing: `No deployment is being prepared that waits for "${item}".`,
        hint: openItems,
      });
      const body = { item, ...(note !== undefined && { note }) };
      const answer =
        withdraw === true
          ? await client.withdrawSignOff({ deployment, item })
          : await client.signOff({ deployment, body });
      const view = answerOf(answer);
      if (options.json === true) return context.print(JSON.stringify(view));
      const signed = view.checklist.find(({ id }) => id === item);
      context.print(`${context.paint.good('✓')} ${signed?.title ?? item}: ${signed?.because ?? 'done'}`);
    });
};

/** What could be signed at the moment. */
function openItems(deployments: readonly CurrentDeployment[]): string | undefined {
  const open = deployments
    .filter(({ phase }) => phase === 'planned' || phase === 'preflight')
    .flatMap(({ environment, checklist }) =>
      checklist
        .filter(({ type, state }) => type === 'sign-off' && state !== 'passed')
        .map(({ id, title }) => `${environment} waits for ${id}: ${title}`),
    );
  return open.length === 0 ? undefined : open.join('\n');
}
