import { loadPlan } from '../plan/load.ts';
import { sourceKinds } from '../sources/registry.ts';
import { stepKinds } from '../steps/registry.ts';
import type { AddCommand } from './add-command.ts';
import { PlanComplaint } from './complaint.ts';
import { commonOptions } from './context.ts';
import { exitCode } from './exit-code.ts';

export const check: AddCommand = (program, context) => {
  program
    .command('check')
    .description('every problem of the plan, with line and column')
    .action(async (_options, command) => {
      const { plan: file, json } = commonOptions(command);
      const { folder } = context.surroundings;
      const loaded = await loadPlan({ folder, file, sourceKinds, stepKinds });
      const problems = 'problems' in loaded ? loaded.problems : [];
      if (json === true) context.print(JSON.stringify({ problems }));
      else if ('problems' in loaded) throw new PlanComplaint(problems, loaded.text);
      else {
        const { plan } = loaded;
        const facts = Object.values(plan.environments).map(
          ({ name, watch: { criteria } }) =>
            `${name} with ${criteria.length} ${criteria.length === 1 ? 'criterion' : 'criteria'}`,
        );
        context.print(`${context.paint.good('✓')} The plan of ${plan.service} is good: ${facts.join(', ')}.`);
      }
      context.exit(problems.length === 0 ? exitCode.ok : exitCode.failed);
    });
};
