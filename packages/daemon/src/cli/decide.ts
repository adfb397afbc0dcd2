import { type DecisionWord, decisionWord } from '@daywatch/shared/vocabulary/deployment-words.ts';
import { parseDuration } from '@daywatch/shared/vocabulary/time.ts';
import { Argument } from 'commander';
import type { AddCommand } from './add-command.ts';
import { Complaint } from './complaint.ts';
import { answerOf, commonOptions, connect } from './context.ts';
import { currentDeployment } from './current-deployment.ts';
import { exitCode } from './exit-code.ts';

interface Options {
  readonly environment?: string;
  readonly reason: string;
  readonly by?: string;
}

export const decide: AddCommand = (program, context) => {
  program
    .command('decide')
    .description("a person's decision about what was deployed, with its reason")
    .addArgument(new Argument('<decision>').choices(decisionWord.options))
    .requiredOption('--reason <text>', 'why; it is recorded')
    .option('--by <time>', 'how much longer to watch, for extend: 2h')
    .option('--environment <name>', 'which one, if there is more than one')
    .action(async (word: string, { environment, reason, by }: Options, command) => {
      const options = commonOptions(command);
      const { client } = connect(options, context);
      const { id, environment: name } = await currentDeployment(client, environment, {
        fits: ({ phase }) => phase === 'watching' || phase === 'failed' || phase === 'interrupted',
        nothing: 'There is no deployment to decide about.',
        // Never guessed: what had its GO is taken back by its name only.
        hint: (deployments) => {
          const good = deployments.find(({ phase }) => phase === 'succeeded');
          return good && `What had its GO is found bad by its name: --environment ${good.environment}`;
        },
      });
      const decision = decisionWord.parse(word);
      const longer = howMuchLonger(decision, by);
      const body = { decision, reason, ...(longer !== undefined && { by: longer }) };
      const receipt = answerOf(await client.decide({ deployment: id, body }));
      if (options.json === true) context.print(JSON.stringify(receipt));
      else {
        const longerWords = longer === undefined ? '' : ` by ${longer}`;
        context.print(`${context.paint.good('✓')} Recorded for ${name}: ${word}${longerWords}, because ${reason}`);
      }
    });
};

function howMuchLonger(decision: DecisionWord, by: string | undefined): string | undefined {
  const code = exitCode.wrongUse;
  if (decision !== 'extend') {
    if (by === undefined) return undefined;
    throw new Complaint(`--by says how much longer to watch; ${decision} does not need it.`, { code });
  }
  if (by !== undefined && parseDuration(by) !== undefined) return by;
  const message = by === undefined ? 'How much longer is to be watched?' : `"${by}" is not a time.`;
  throw new Complaint(message, { hint: 'Say it like --by 2h.', code });
}
