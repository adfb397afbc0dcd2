import { Option } from 'commander';
import type { AddCommand } from './add-command.ts';
import { answerOf, commonOptions, connect } from './context.ts';
import { deploymentNamed } from './current-deployment.ts';

type Format = 'html' | 'md' | 'json';

export const report: AddCommand = (program, context) => {
  program
    .command('report <deployment>')
    .description('the record of a deployment made readable: an id, or an environment for its newest')
    .addOption(new Option('--format <format>', 'of the report').choices(['html', 'md', 'json']).default('md'))
    .action(async (name: string, { format }: { format: Format }, command) => {
      const options = commonOptions(command);
      const { client } = connect(options, context);
      const deployment = await deploymentNamed(client, name);
      const text = answerOf(await client.report({ deployment, format: options.json === true ? 'json' : format }));
      context.print(text.trimEnd());
    });
};
