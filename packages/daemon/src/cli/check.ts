import type { Plan } from '@daywatch/shared/vocabulary/plan.ts';
import { loadPlan } from '../plan/load.ts';
import { sourceKinds } from '../sources/registry.ts';
import { stepKinds } from '../steps/registry.ts';
import type { AddCommand } from './add-command.ts';
import { checkOnline, type Looked, readingInWords } from './check-online.ts';
import { PlanComplaint } from './complaint.ts';
import { type Context, commonOptions } from './context.ts';
import { exitCode } from './exit-code.ts';

export const check: AddCommand = (program, context) => {
  program
    .command('check')
    .description('every problem of the plan, with line and column')
    .option('--online', 'take one reading of every criterion too')
    .action(async ({ online }: { readonly online?: boolean }, command) => {
      const { plan: file, json } = commonOptions(command);
      const { folder } = context.surroundings;
      const loaded = await loadPlan({ folder, file, sourceKinds, stepKinds });
      if ('problems' in loaded) {
        if (json !== true) throw new PlanComplaint(loaded.problems, { text: loaded.text });
        context.print(JSON.stringify({ problems: loaded.problems }));
        return context.exit(exitCode.failed);
      }
      const looked = online === true ? await checkOnline(loaded.plan, loaded.file, context) : undefined;
      if (json === true) context.print(JSON.stringify({ problems: [], ...(looked && { readings: looked }) }));
      else
        context.print(summary(loaded.plan, context), ...(looked ?? []).map((one) => line(one, loaded.plan, context)));
      context.exit((looked ?? []).some(isBlind) ? exitCode.failed : exitCode.ok);
    });
};

function summary({ service, environments }: Plan, { paint }: Context): string {
  const facts = Object.values(environments).map(
    ({ name, watch: { criteria } }) =>
      `${name} with ${criteria.length} ${criteria.length === 1 ? 'criterion' : 'criteria'}`,
  );
  return `${paint.good('✓')} The plan of ${service} is good: ${facts.join(', ')}.`;
}

const isBlind = ({ reading }: Looked): boolean => reading.type === 'error' || reading.type === 'absent';

function line(looked: Looked, { environments }: Plan, { paint }: Context): string {
  const { environment, criterion: name, reading } = looked;
  const criterion = environments[environment]?.watch.criteria.find((one) => one.name === name);
  const words = criterion === undefined ? '' : readingInWords(reading, criterion);
  const bad = reading.type === 'check' && !reading.ok;
  const mark = isBlind(looked) ? paint.bad('✗') : bad ? paint.caution('!') : paint.good('✓');
  return `${mark} ${environment} ${paint.strong(name)}  ${isBlind(looked) ? words : paint.quiet(words)}`;
}
