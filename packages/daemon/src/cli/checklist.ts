import type { AddCommand } from './add-command.ts';
import { checklistLines } from './checklist-lines.ts';
import { answerOf, commonOptions, connect } from './context.ts';
import { preparedDeployment } from './prepared-deployment.ts';

export const checklist: AddCommand = (program, context) => {
  program
    .command('checklist [environment]')
    .description('what is still open before the deployment that is prepared, and who can do something about it')
    .action(async (environment: string | undefined, _options: unknown, command) => {
      const options = commonOptions(command);
      const { client } = connect(options, context);
      const { id } = await preparedDeployment(client, environment);
      // The daemon looks at its items now, so that nobody reads what was true half a minute ago.
      const looked = await client.lookAtChecklist({ deployment: id });
      const isViewer = !looked.ok && looked.failure.type === 'refused' && looked.failure.problem.status === 403;
      const { events: _, ...view } = answerOf(isViewer ? await client.deployment({ deployment: id }) : looked);
      if (options.json === true) return context.print(JSON.stringify(view));
      const { clock, paint } = context;
      context.print(...checklistLines(view, { now: clock.now(), paint, columns: process.stdout.columns }));
    });
};
