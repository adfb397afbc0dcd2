import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { type RecordCheck, verifyRecord } from '../record/verify.ts';
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
    .option('--last <hash>', 'the last hash of a report or of the daemon: proves that nothing is missing at the end')
    .action((file: string, { last }: { last?: string }, self) => {
      const options = commonOptions(self);
      if (last !== undefined && !/^[0-9a-f]{64}$/.test(last))
        throw new Complaint(`"${last}" is no hash.`, {
          hint: 'It has 64 digits, 0 to f, as a report shows it.',
          code: exitCode.wrongUse,
        });
      const checked = verifyRecord(read(resolve(context.surroundings.folder, file)), last);
      if (options.json === true) context.print(JSON.stringify(checked));
      else if (checked.intact) {
        const { events, deployment, lastHash, end } = checked;
        context.print(
          `${context.paint.good('✓')} The record of ${deployment} is intact: ${events} events, last hash ${lastHash}`,
          `  ${context.paint.quiet(endWords(end))}`,
        );
      } else throw new Complaint(`The record is not intact: line ${checked.line}: ${checked.because}.`);
      context.exit(checked.intact ? exitCode.ok : exitCode.failed);
    });
};

/** Whether nothing is missing at the end, or why that cannot be told. */
function endWords(end: Extract<RecordCheck, { intact: true }>['end']): string {
  if (end.state === 'not-compared')
    return 'Whether events are missing at its end only a hash from elsewhere can tell: --last HASH, of the report.';
  if (end.since === 0) return 'Nothing is missing: it ends where that hash was noted.';
  return `Nothing is missing up to that hash; ${end.since === 1 ? 'one event' : `${end.since} events`} came since.`;
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new Complaint(`${file} cannot be read.`, { code: exitCode.wrongUse, cause });
  }
}
