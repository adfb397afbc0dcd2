/** The editor draws `$(pass)` as an icon in lists, lenses and the status bar: what comes from outside is words. Pure. */
export const escapeIcons = (text: string): string => text.replace(/\$\([A-Za-z0-9-]+(?:~[A-Za-z]+)?\)/g, '\\$&');
