import { windowStateAt } from '../window/window-state.ts';
import type { AddCommand } from './add-command.ts';
import { Complaint } from './complaint.ts';
import { answerOf, commonOptions, connect, environmentOf, readPlan } from './context.ts';
import { exitCode } from './exit-code.ts';
import { suggestionLines, windowLines } from './window-lines.ts';

interface SuggestOptions {
  readonly for?: string;
  readonly timeZone?: string;
}

export const window: AddCommand = (program, context) => {
  const command = program
    .command('window')
    .description('when an environment may be deployed to, and when it would be best');
  command
    .command('show <environment>', { isDefault: true })
    .description('whether it is open, and the next five openings, by the plan here')
    .action(async (name: string, _options, self) => {
      const options = commonOptions(self);
      const { plan } = await readPlan(options, context);
      const { window: planned } = environmentOf(plan, name);
      if (planned === undefined) {
        const hint = `Add one: window: { opens: "0 22 * * TUE", for: 60m, time-zone: Europe/Berlin }. Quiet hours: daywatch window suggest ${name}`;
        throw new Complaint(`The plan of ${name} has no window: it may be deployed to at any time.`, { hint });
      }
      const state = windowStateAt(planned, context.clock.now());
      if (options.json === true) context.print(JSON.stringify({ environment: name, ...state }));
      else context.print(...windowLines(name, state, context.paint));
      context.exit(exitCode.ok);
    });
  command
    .command('suggest <environment>')
    .description('the quietest hours of the week, from the traffic that the daemon has measured')
    .option('--for <time>', 'how long the window is to be; default: as the plan says, or 1h')
    .option('--time-zone <name>', "whose clocks; default: the plan's, or UTC")
    .action(async (environment: string, wanted: SuggestOptions, self) => {
      const options = commonOptions(self);
      const { client } = connect(options, context);
      const query = {
        ...(wanted.for !== undefined && { for: wanted.for }),
        ...(wanted.timeZone !== undefined && { 'time-zone': wanted.timeZone }),
      };
      const found = answerOf(await client.suggestWindow({ environment, ...query }));
      if (options.json === true) context.print(JSON.stringify(found));
      else context.print(...suggestionLines(found, context.paint));
      context.exit(exitCode.ok);
    });
};
