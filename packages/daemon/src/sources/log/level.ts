/** How bad a line says it is, from least to worst. */
export const levels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal'] as const;
export type Level = (typeof levels)[number];

export const isAtLeast = (level: Level | undefined, least: Level): boolean =>
  level !== undefined && levels.indexOf(level) >= levels.indexOf(least);

/** Names of pino, bunyan, winston, syslog, log4j, Python, Google Cloud. */
const byName: Readonly<Record<string, Level>> = {
  silly: 'trace',
  finest: 'trace',
  trace: 'trace',
  verbose: 'debug',
  fine: 'debug',
  debug: 'debug',
  http: 'info',
  info: 'info',
  information: 'info',
  informational: 'info',
  log: 'info',
  default: 'info',
  notice: 'info',
  warn: 'warn',
  warning: 'warn',
  err: 'error',
  error: 'error',
  severe: 'error',
  crit: 'fatal',
  critical: 'fatal',
  alert: 'fatal',
  emerg: 'fatal',
  emergency: 'fatal',
  panic: 'fatal',
  fatal: 'fatal',
};

/** winston paints the level for terminals, and some forget to stop it for files. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: the escape character is what is looked for.
const paint = /\u001b\[[\d;]*m/g;

/** Reads a level as loggers write it: a name in any case, or the number of pino and bunyan. */
export function levelOf(written: unknown): Level | undefined {
  if (typeof written === 'number') return ofNumber(written);
  if (typeof written !== 'string') return undefined;
  const name = written.replace(paint, '').trim().toLowerCase();
  if (/^\d{1,3}$/.test(name)) return ofNumber(Number(name));
  return Object.hasOwn(byName, name) ? byName[name] : undefined;
}

function ofNumber(rank: number): Level | undefined {
  if (!(rank >= 10 && rank < 100)) return undefined;
  return levels[Math.min(levels.length, Math.floor(rank / 10)) - 1];
}

/** Of syslog and journald: 0 is an emergency, 7 is debugging. */
export function levelOfPriority(priority: unknown): Level | undefined {
  const number = typeof priority === 'string' && /^[0-7]$/.test(priority) ? Number(priority) : undefined;
  if (number === undefined) return undefined;
  if (number <= 2) return 'fatal';
  return (['error', 'warn', 'info', 'info', 'debug'] as const)[number - 3];
}
