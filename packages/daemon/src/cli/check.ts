import type { Plan } from '@daywatch/shared/vocabulary/plan.ts';
import { loadPlan } from '../plan/load.ts';
import { unusedWorkflows } from '../plan/unused-workflows.ts';
import { planKinds } from '../plan-kinds.ts';
import type { AddCommand } from './add-command.ts';
import { checkOnline, isBlind } from './check-online.ts';
import { checkedJson, checkedLines } from './check-online-lines.ts';
import { PlanComplaint } from './complaint.ts';
import { type Context, commonOptions } from './context.ts';
import { exitCode } from './exit-code.ts';
import { windowWarnings } from './window-warnings.ts';

export const check: AddCommand = (program, context) => {
  program
    .command('check')
    .description('every problem of the plan, with line and column')
    .option('--online', 'take one reading of every criterion, and say what its past promises for the next deploy')
    .action(async ({ online }: { readonly online?: boolean }, command) => {
      const common = commonOptions(command);
      const { plan: file, json } = common;
      const { folder } = context.surroundings;
      const loaded = await loadPlan({ folder, file, ...planKinds });
      if ('problems' in loaded) {
        if (json !== true) throw new PlanComplaint(loaded.problems, { text: loaded.text });
        context.print(JSON.stringify({ problems: loaded.problems }));
        return context.exit(exitCode.failed);
      }
      const checked = online === true ? await checkOnline(loaded, common, context) : [];
      const looked = checked.flatMap((one) => one.looked);
      const { paint } = context;
      const unused = unusedWorkflows(loaded.plan).map(
        (name) =>
          `the workflow "${name}" is run by no criterion and by no step: add a criterion with workflow: ${name}, or a step to verify`,
      );
      const warnings = [...unused, ...windowWarnings(loaded.plan, context.clock.now())];
      if (json === true) {
        const more = online === true && { readings: looked, outlook: checked.map(checkedJson) };
        context.print(JSON.stringify({ problems: [], warnings, ...more }));
      } else {
        const width = process.stdout.columns ?? 120;
        const told = warnings.map((warning) => `  ${paint.caution('warning')}: ${warning}`);
        context.print(
          summary(loaded.plan, context),
          ...told,
          ...checked.flatMap((one) => checkedLines(one, { paint, width })),
        );
      }
      context.exit(looked.some(({ reading }) => isBlind(reading)) ? exitCode.failed : exitCode.ok);
    });
};

function summary({ service, environments }: Plan, { paint }: Context): string {
  const facts = Object.values(environments).map(
    ({ name, watch: { criteria } }) =>
      `${name} with ${criteria.length} ${criteria.length === 1 ? 'criterion' : 'criteria'}`,
  );
  return `${paint.good('✓')} The plan of ${service} is good: ${facts.join(', ')}.`;
}
