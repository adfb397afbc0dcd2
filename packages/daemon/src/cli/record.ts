import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { verifyRecord } from '../record/verify.ts';
import type { AddCommand } from './add-command.ts';
import { Complaint } from './complaint.ts';
import { answerOf, commonOptions, connect } from './context.ts';
import { deploymentNamed } from './current-deployment.ts';
import { exitCode } from './exit-code.ts';

export const record: AddCommand = (program, context) => {
  const command = program.command('record').description('the hash-chained record of a deployment');
  command
    .command('show <deployment>')
    .description('the record, as JSON lines with hashes: of an id, or of the newest of an environment')
    .action(async (name: string, _options, self) => {
      const { client } = connect(commonOptions(self), context);
      const deployment = await deploymentNamed(client, name);
      context.print(answerOf(await client.record({ deployment })).trimEnd());
    });
  command
    .command('verify <file>')
    .description("checks a record's hash chain, offline")
    .action((file: string, _options, self) => {
      const options = commonOptions(self);
      const checked = verifyRecord(read(resolve(context.surroundings.folder, file)));
      if (options.json === true) context.print(JSON.stringify(checked));
      else if (checked.intact) {
        const { events, deployment, lastHash } = checked;
        context.print(
          `${context.paint.good('✓')} The record of ${deployment} is intact: ${events} events, last hash ${lastHash}`,
        );
      } else throw new Complaint(`The record is not intact: line ${checked.line}: ${checked.because}.`);
      context.exit(checked.intact ? exitCode.ok : exitCode.failed);
    });
};

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new Complaint(`${file} cannot be read.`, { code: exitCode.wrongUse, cause });
  }
}
