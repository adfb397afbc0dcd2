import { type Instant, instant, parseRfc3339 } from '@daywatch/shared/vocabulary/time.ts';
import type { RunnerLook } from '../ports/checklist-item.ts';
import type { BackupFound } from './judge-backup.ts';

/** What a command says of the newest backup: the last line that it prints. */
export async function backupByCommand(line: string, { command }: Pick<RunnerLook, 'command'>): Promise<BackupFound> {
  const { outcome, because, output } = await command(line);
  if (outcome !== 'passed') return { none: `the command did not tell: ${because}` };
  const said = output.trim().split('\n').at(-1)?.trim() ?? '';
  if (said === '') return { none: 'the command printed nothing, so there is no backup' };
  const at = timeOf(said);
  return at === undefined
    ? { none: `the command printed "${said.slice(0, 80)}", which is not a time like 2026-12-01T22:05:12Z` }
    : { at, what: 'the newest backup' };
}

/** RFC 3339, or seconds since 1970. */
export function timeOf(text: string): Instant | undefined {
  if (/^\d{9,11}(?:\.\d+)?$/.test(text)) return instant(Math.round(Number(text) * 1_000));
  return parseRfc3339(text.replace(/^(\d{4}-\d\d-\d\d) (?=\d)/, '$1T'));
}
