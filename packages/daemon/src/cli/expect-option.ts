import { Option } from 'commander';
import { Complaint } from './complaint.ts';
import { exitCode } from './exit-code.ts';

/** What goes on is what began already, and a preview begins nothing: there is nothing to expect of them. */
export const expectOption = (of: string): Option =>
  new Option('--expect <commit>', `only if this is still the commit that ${of}`)
    .argParser(commitOf)
    .conflicts(['resume', 'preview']);

function commitOf(written: string): string {
  if (/^[0-9a-f]{7,64}$/i.test(written)) return written;
  const hint = 'Write seven of its digits, or all: 9f8d111.';
  throw new Complaint(`"${written}" is not the name of a commit.`, { hint, code: exitCode.wrongUse });
}
