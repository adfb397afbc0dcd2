/** The options before a command that are followed by a value. */
const withValue: readonly (string | undefined)[] = ['--plan', '--daemon', '--token'];

/** The command of a command line, if it names one. */
export const commandOf = (words: readonly string[]): string | undefined =>
  words.find((word, index) => !word.startsWith('-') && !withValue.includes(words[index - 1]));
