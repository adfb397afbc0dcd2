import { decisionWord } from '@daywatch/shared/vocabulary/deployment.ts';
import { Argument } from 'commander';
import type { AddCommand } from './add-command.ts';
import { answerOf, commonOptions, connect } from './context.ts';
import { currentDeployment } from './current-deployment.ts';

interface Options {
  readonly environment?: string;
  readonly reason: string;
}

export const decide: AddCommand = (program, context) => {
  program
    .command('decide')
    .description("a person's decision about what was deployed, with its reason")
    .addArgument(new Argument('<decision>').choices(decisionWord.options))
    .requiredOption('--reason <text>', 'why; it is recorded')
    .option('--environment <name>', 'which one, if there is more than one')
    .action(async (word: string, { environment, reason }: Options, command) => {
      const options = commonOptions(command);
      const { client } = connect(options, context);
      const { id, environment: name } = await currentDeployment(client, environment, {
        fits: ({ phase }) => phase === 'watching' || phase === 'failed' || phase === 'interrupted',
        nothing: 'There is no deployment to decide about.',
      });
      const body = { decision: decisionWord.parse(word), reason };
      const receipt = answerOf(await client.decide({ deployment: id, body }));
      if (options.json === true) context.print(JSON.stringify(receipt));
      else context.print(`${context.paint.good('✓')} Recorded for ${name}: ${word}, because ${reason}`);
    });
};
