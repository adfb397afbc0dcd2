/**
 * The editor makes a link of `[words](command:…)` in notifications and prompts, and runs the command when it is pressed.
 * Reasons, log lines and what an agent writes come from outside: they are words. Pure.
 */
export const withoutLinks = (text: string): string => text.replaceAll('](', '] (');
