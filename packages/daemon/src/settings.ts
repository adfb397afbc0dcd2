import { isAbsolute, resolve } from 'node:path';
import type { Problem } from '@daywatch/shared/vocabulary/problem.ts';
import * as z from 'zod';
import type { Access, TokenHolder } from './http/parts.ts';
import type { LogLevel } from './log.ts';
import type { ProxySettings } from './outbound/proxy-for.ts';
import type { Allowance } from './reach-of-plan.ts';

/** Where a command runs and how it may speak: read once, handed on. */
export interface Surroundings {
  readonly arguments: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly folder: string;
  /** The terminal can be redrawn. */
  readonly live: boolean;
  readonly color: boolean;
  /** Somebody is there to answer. */
  readonly canAsk: boolean;
}

/** The one place that looks at the process: its environment, its arguments, its terminal. */
export function readSurroundings(): Surroundings {
  const environment = Object.fromEntries(
    Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
  const { NO_COLOR, FORCE_COLOR, TERM, CI } = environment;
  const live = process.stdout.isTTY === true && TERM !== 'dumb' && !isSet(CI);
  return {
    arguments: process.argv,
    environment,
    folder: process.cwd(),
    live,
    color: !isSet(NO_COLOR) && (isSet(FORCE_COLOR) || (process.stdout.isTTY === true && TERM !== 'dumb')),
    canAsk: process.stdin.isTTY === true && process.stdout.isTTY === true && !isSet(CI),
  };
}

const isSet = (value: string | undefined): value is string => value !== undefined && value !== '' && value !== '0';

/** A Postgres for the daemon's own data, and the variable that named it. */
export interface StoreDatabase {
  readonly url: string;
  /** `DATABASE_URL` may as well be the watched service's. */
  readonly variable: 'DAYWATCH_DATABASE_URL' | 'DATABASE_URL';
}

/** What the daemon needs to know before it starts. */
export interface DaemonSettings {
  /** Absolute. */
  readonly dataFolder: string;
  readonly host: string;
  /** 0 takes any free one. */
  readonly port: number;
  /** Nobody asked for this port: where it is taken, for instance by another folder's daemon, any free one will do. */
  readonly portMayMove: boolean;
  /** Postgres; the embedded store when absent. */
  readonly database?: StoreDatabase;
  readonly sentryDsn?: string;
  readonly logLevel: LogLevel;
  /** Besides the folder's own token. */
  readonly tokens: readonly TokenHolder[];
  readonly open: Access['open'];
  readonly hosts: Access['hosts'];
  /** Where people reach the daemon, for links in messages; without a slash at the end. */
  readonly publicUrl?: string;
  /** What plans that come over the network may use of this machine. */
  readonly allowance: Allowance;
  /** For `${NAME}` in the plan's sources. */
  readonly environment: Readonly<Record<string, string>>;
}

/** What stands on the command line of `serve`; it goes before the environment. */
export interface ServeOptions {
  readonly host?: string;
  readonly port?: string;
  readonly data?: string;
  /** The embedded store, whatever the environment says. */
  readonly embedded?: boolean;
}

const level = z.enum(['debug', 'info', 'warn', 'error', 'silent']);
const role = z.enum(['viewer', 'developer', 'lead', 'ingest']);

/** Where a folder's daemon keeps its data, and where others look for it. */
export const dataFolderOf = (folder: string, environment: Surroundings['environment'], data?: string): string =>
  resolve(folder, data ?? (environment.DAYWATCH_DATA || '.daywatch'));

/** Reads the daemon's settings, or finds every fault in them. */
export function readDaemonSettings(
  { environment }: Pick<Surroundings, 'environment'>,
  folder: string,
  options: ServeOptions = {},
): DaemonSettings | { readonly problems: readonly Problem[] } {
  const problems: Problem[] = [];
  const fault = (path: string, message: string, hint: string) =>
    problems.push({ code: 'setting-invalid', path, message, hint });

  const wantedPort = options.port ?? (environment.DAYWATCH_PORT || undefined);
  const port = Number(wantedPort ?? 4790);
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    fault(
      options.port === undefined ? 'DAYWATCH_PORT' : '--port',
      `"${wantedPort}" is not a port`,
      'Write a number, 0 to 65535.',
    );
  const logLevel = level.safeParse(environment.DAYWATCH_LOG || 'info');
  if (!logLevel.success)
    fault('DAYWATCH_LOG', `"${environment.DAYWATCH_LOG}" is not a log level`, `One of ${level.options.join(', ')}.`);
  const tokens: TokenHolder[] = [];
  for (const entry of listOf(environment.DAYWATCH_TOKENS)) {
    const [, who, ofRole, token] = /^([^:]+):([^:]+):([\w~+/.=-]{16,})$/.exec(entry) ?? [];
    const known = role.safeParse(ofRole);
    if (who === undefined || token === undefined || !known.success) {
      const hint = `Write NAME:ROLE:TOKEN or NAME <E-MAIL>:ROLE:TOKEN, separated by commas; a role is one of ${role.options.join(', ')}, a token has 16 characters or more.`;
      fault('DAYWATCH_TOKENS', `entry ${tokens.length + 1} cannot be read`, hint);
    } else tokens.push({ ...personOf(who), role: known.data, token });
  }
  const allowed = listOf(environment.DAYWATCH_ALLOW);
  const variables = allowed.filter((entry) => /^[A-Z_][A-Z0-9_]*$/.test(entry));
  const places = allowed.filter((entry) => isAbsolute(entry));
  for (const entry of allowed.filter((one) => !variables.includes(one) && !places.includes(one)))
    fault(
      'DAYWATCH_ALLOW',
      `"${entry}" is neither a variable nor a place`,
      'Write names of variables and absolute paths, separated by commas: SENTRY_TOKEN,/var/log/shop.',
    );
  const publicUrl = environment.DAYWATCH_PUBLIC_URL;
  if (isSet(publicUrl) && !(URL.canParse(publicUrl) && /^https?:$/.test(new URL(publicUrl).protocol)))
    fault('DAYWATCH_PUBLIC_URL', `"${publicUrl}" is not an address`, 'Write it like https://daywatch.example.com');
  const sentryDsn = environment.DAYWATCH_SENTRY_DSN;
  if (isSet(sentryDsn) && !/^https?:\/\/[^@/]+@[^@/]+\/(?:[^@]+\/)?\d+$/.test(sentryDsn))
    fault('DAYWATCH_SENTRY_DSN', 'is not a DSN of Sentry', 'Write it like https://KEY@sentry.example.com/42');
  if (problems.length > 0 || !logLevel.success) return { problems };

  const database = options.embedded === true ? undefined : storeDatabaseOf(environment);
  const hosts = listOf(environment.DAYWATCH_HOSTS);
  // Links in messages lead to this name: it is served.
  if (isSet(publicUrl)) hosts.push(new URL(publicUrl).hostname);
  return {
    dataFolder: dataFolderOf(folder, environment, options.data),
    host: options.host ?? (environment.DAYWATCH_HOST || '127.0.0.1'),
    port,
    portMayMove: wantedPort === undefined,
    logLevel: logLevel.data,
    tokens,
    open: { gate: isSet(environment.DAYWATCH_OPEN_GATE), metrics: isSet(environment.DAYWATCH_OPEN_METRICS) },
    hosts: hosts.includes('any') ? 'any' : hosts,
    allowance: { variables, places: places.map((place) => resolve(place)) },
    environment,
    ...(isSet(publicUrl) && { publicUrl: publicUrl.replace(/\/+$/, '') }),
    ...(database && { database }),
    ...(isSet(sentryDsn) && { sentryDsn }),
  };
}

/** The Postgres that the environment names for the daemon's own data. */
export function storeDatabaseOf(environment: Surroundings['environment']): StoreDatabase | undefined {
  for (const variable of ['DAYWATCH_DATABASE_URL', 'DATABASE_URL'] as const) {
    const url = environment[variable];
    // Set but empty is a no: DAYWATCH_DATABASE_URL= keeps DATABASE_URL out of it.
    if (url !== undefined) return url === '' ? undefined : { url, variable };
  }
  return undefined;
}

/** Which proxy the environment names; the lower-case names go first, as everywhere. */
export function proxiesOf(environment: Surroundings['environment']): ProxySettings {
  const named = (name: string) => environment[name] ?? environment[name.toUpperCase()];
  const all = named('all_proxy');
  const {
    http = all,
    https = all,
    no,
  } = { http: named('http_proxy'), https: named('https_proxy'), no: named('no_proxy') };
  return { ...(http && { http }), ...(https && { https }), ...(no && { no }) };
}

/** `Dana Miller <dana@example.com>`, or only a name, which may be an address itself. */
function personOf(text: string): Pick<TokenHolder, 'name' | 'email'> {
  const [, name, email] = /^(.+?)\s*<([^<>\s]+@[^<>\s]+)>$/.exec(text.trim()) ?? [];
  return name === undefined || email === undefined ? { name: text.trim() } : { name, email };
}

const listOf = (text: string | undefined): string[] =>
  (text ?? '')
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '');
