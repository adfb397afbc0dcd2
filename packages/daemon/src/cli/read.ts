import { closest, listed } from '../plan/closest.ts';
import { loadPlan } from '../plan/load.ts';
import { planKinds } from '../plan-kinds.ts';
import type { AddCommand } from './add-command.ts';
import { isBlind, readingInWords, readOnce } from './check-online.ts';
import { Complaint, PlanComplaint } from './complaint.ts';
import { commonOptions } from './context.ts';
import { exitCode } from './exit-code.ts';
import { openSources } from './open-sources.ts';

export const read: AddCommand = (program, context) => {
  program
    .command('read <environment> <criterion>')
    .description('one reading of one criterion, now; nothing is recorded')
    .action(async (environment: string, name: string, _options, command) => {
      const { plan: file, json } = commonOptions(command);
      const { folder } = context.surroundings;
      const loaded = await loadPlan({ folder, file, ...planKinds });
      if ('problems' in loaded) throw new PlanComplaint(loaded.problems, { text: loaded.text });
      const { environments } = loaded.plan;
      const chosen = environments[environment] ?? missing('environment', environment, Object.keys(environments));
      const { criteria } = chosen.watch;
      const criterion =
        criteria.find((one) => one.name === name) ??
        missing(
          'criterion',
          name,
          criteria.map((one) => one.name),
        );
      const sources = openSources(loaded.plan, loaded.file, context);
      try {
        const reading = await readOnce(criterion, sources, context);
        const words = readingInWords(reading, criterion);
        const { paint } = context;
        if (json === true) context.print(JSON.stringify({ environment, criterion: name, reading, words }));
        else context.print(`${isBlind(reading) ? paint.caution('?') : '·'} ${criterion.title}: ${words}`);
        context.exit(isBlind(reading) ? exitCode.failed : exitCode.ok);
      } finally {
        await sources.close();
      }
    });
};

function missing(what: string, name: string, known: readonly string[]): never {
  const near = closest(name, known);
  const hint = near === undefined ? `It has ${listed(known, 'and')}.` : `Did you mean "${near}"?`;
  throw new Complaint(`The plan has no ${what} "${name}".`, { hint, code: exitCode.wrongUse });
}
