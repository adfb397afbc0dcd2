import { systemIds } from '../ids.ts';
import { prepare as runPrepare } from '../runner/prepare.ts';
import type { AddCommand } from './add-command.ts';
import { checklistLines } from './checklist-lines.ts';
import { chosenServices } from './chosen-services.ts';
import { commonOptions } from './context.ts';
import { connectRunner, withRunner } from './with-runner.ts';

interface Options {
  readonly check?: boolean;
  readonly service?: readonly string[];
}

export const prepare: AddCommand = (program, context) => {
  program
    .command('prepare <environment>')
    .description('plans a deployment, so that its checklist can be signed; `deploy` takes it up')
    .option('--check', "look at the runner's items of the checklist now, not only when it is deployed")
    .option('--service <name...>', 'which services of the release are deployed; default: all')
    .action(async (name: string, { check, service }: Options, command) => {
      const options = commonOptions(command);
      const { daemon } = connectRunner(options, context);
      await withRunner(name, options, context, async ({ screen, tools, ...place }) => {
        const answer = await runPrepare(
          { ...place, id: systemIds().next(), check: check === true, ...chosenServices(place.plan, service) },
          { ...tools, daemon },
        );
        if ('type' in answer) return answer;
        const { prepared, warnings } = answer;
        await screen.close();
        if (options.json === true) context.print(JSON.stringify({ type: 'prepared', deployment: prepared, warnings }));
        else {
          const look = { now: context.clock.now(), paint: context.paint, columns: process.stdout.columns };
          context.print(
            ...checklistLines(prepared, look),
            ...warnings.map((text) => `${context.paint.caution('!')} ${text}`),
          );
        }
        return { type: 'done' };
      });
    });
};
