import type { ParsedPlan } from './parse.ts';

type ReadPlan = (text: string, file: string) => ParsedPlan;

/**
 * Remembers the plan that was read last: a start asks for the same text several times, once for what the daemon may use,
 * once for what was in force before, and once for each environment.
 */
export function readOnce(read: ReadPlan): ReadPlan {
  let last: { readonly text: string; readonly file: string; readonly parsed: ParsedPlan } | undefined;
  return (text, file) => {
    if (last === undefined || last.text !== text || last.file !== file) last = { text, file, parsed: read(text, file) };
    return last.parsed;
  };
}
