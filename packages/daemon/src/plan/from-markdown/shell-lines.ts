const languages: ReadonlySet<string> = new Set([
  '',
  'bash',
  'sh',
  'shell',
  'console',
  'shell-session',
  'zsh',
  'terminal',
  'text',
]);

export const isShell = (language: string): boolean => languages.has(language.toLowerCase());

/** Lines that go on: a backslash, a pipe, an open block of the shell. */
const opens = /^(?:if|for|while|until|case)\b|\{\s*$|\bthen\s*$|\bdo\s*$/;
const closes = /^(?:fi\b|done\b|esac\b|\})/;

/** The commands of a shell block, one a line: prompts and comments are left out, what goes on stays together. */
export function shellLines(text: string): readonly string[] {
  const commands: string[] = [];
  let open: string[] = [];
  let depth = 0;
  for (const written of text.split(/\r\n|\r|\n/)) {
    const line = written.replace(/^\s*[$>]\s+/, '').trimEnd();
    const bare = line.trim();
    if (open.length === 0 && (bare === '' || bare.startsWith('#'))) continue;
    if (opens.test(bare) && !/;\s*(?:done|fi|esac|\})\s*$/.test(bare)) depth += 1;
    if (closes.test(bare)) depth = Math.max(0, depth - 1);
    open.push(open.length === 0 ? bare : line);
    if (depth > 0 || /(?:\\|\||&&)$/.test(bare)) continue;
    commands.push(join(open));
    open = [];
  }
  return open.length > 0 ? [...commands, join(open)] : commands;
}

/** A line that was only broken for the page is one line again. */
const join = (lines: readonly string[]): string =>
  lines.every((line, index) => index === lines.length - 1 || /\\$/.test(line))
    ? lines.map((line) => line.replace(/\\$/, '').trim()).join(' ')
    : lines.join('\n');
