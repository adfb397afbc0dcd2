/** Names and reasons come from outside: they are text, never markup. */
export const escapeMarkdown = (text: string): string =>
  text.replace(/[\\`*_{}[\]()#+\-.!|<>~$&]/g, '\\$&').replace(/\n/g, ' ');
