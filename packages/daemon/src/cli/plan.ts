import { readYaml } from '../plan/read-yaml.ts';
import { toMarkdown } from '../plan/to-markdown/to-markdown.ts';
import type { AddCommand } from './add-command.ts';
import { commonOptions, environmentOf, readPlan } from './context.ts';
import { planLines } from './plan-lines.ts';

interface Options {
  readonly markdown?: boolean;
}

export const plan: AddCommand = (program, context) => {
  program
    .command('plan [environment]')
    .description('the plan for people; --markdown as a document that `init --from` reads back')
    .option('--markdown', 'print a deployment plan in Markdown')
    .action(async (name: string | undefined, { markdown }: Options, command) => {
      const options = commonOptions(command);
      const { plan: read, text } = await readPlan(options, context);
      const one = name === undefined ? undefined : environmentOf(read, name);
      if (markdown === true) {
        const { value } = readYaml(text.replace(/^\uFEFF/, ''));
        const document = toMarkdown({ value, plan: read, ...(one && { environment: one.name }) });
        context.print(options.json === true ? JSON.stringify({ markdown: document }) : document.trimEnd());
        return;
      }
      const environments = one === undefined ? Object.values(read.environments) : [one];
      if (options.json === true) {
        context.print(
          JSON.stringify({ ...read, environments: Object.fromEntries(environments.map((it) => [it.name, it])) }),
        );
        return;
      }
      const { paint } = context;
      context.print(...planLines({ plan: read, environments, paint, width: process.stdout.columns ?? 100 }));
    });
};
