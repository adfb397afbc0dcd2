import { dirname } from 'node:path';
import { openGit } from '../runner/git.ts';
import { tagVersion } from '../runner/tag-version.ts';
import type { AddCommand } from './add-command.ts';
import { Complaint } from './complaint.ts';
import { commonOptions, connect, environmentOf, readPlan } from './context.ts';
import { exitCodeOf } from './exit-code.ts';
import { onInterruption } from './interruption.ts';
import { tagLines } from './tag-lines.ts';

export const tag: AddCommand = (program, context) => {
  program
    .command('tag <environment>')
    .description('marks the last stable version with a git tag, and pushes it')
    .action(async (name: string, _options: unknown, command) => {
      const common = commonOptions(command);
      const { plan, file } = await readPlan(common, context);
      const environment = environmentOf(plan, name);
      const { client, url } = connect(common, context);
      const git = openGit(dirname(file), context.surroundings.environment);
      const { signal, release } = onInterruption();
      try {
        if (!(await git.isCheckout())) throw new Complaint(`${dirname(file)} is not a git checkout.`);
        const outcome = await tagVersion(environment, { git, client, url, signal });
        if (outcome.type === 'tagged') {
          if (common.json === true) context.print(JSON.stringify(outcome));
          else context.print(...tagLines(outcome, context.paint));
        } else if (outcome.type !== 'done') {
          const { because, hint } = outcome;
          throw new Complaint(because, { code: exitCodeOf(outcome), ...(hint !== undefined && { hint }) });
        }
      } finally {
        release();
      }
    });
};
