/** Names and reasons come from outside: they are text, never markup, nor icons as `$(pass)`, which are found after markup is. */
export const escapeMarkdown = (text: string): string =>
  text
    .replace(/[\\`*_{}[\]()#+\-.!|<>~&]/g, '\\$&')
    .replaceAll('$', '&#36;')
    .replace(/\n/g, ' ');
