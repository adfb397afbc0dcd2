import type { Fact, RepositoryFacts, Route } from './repository-facts.ts';

export interface RepositoryFile {
  /** From the repository's root, with slashes. */
  readonly path: string;
  /** Empty for a file that is not text, or too large to be looked into. */
  readonly text: string;
}

export interface Repository {
  /** The name of its folder. */
  readonly folder: string;
  readonly files: readonly RepositoryFile[];
  readonly branches: readonly string[];
  readonly tags: readonly string[];
  readonly remote: string | undefined;
}

/** What the files of a repository say of its service. */
export function factsOf({ folder, files, branches, tags, remote }: Repository): RepositoryFacts {
  const code = files.filter(
    ({ path }) => /\.(?:[cm]?[jt]sx?)$/.test(path) && !/(?:\.test\.|\.spec\.|(?:^|\/)tests?\/)/.test(path),
  );
  const manifest = packageOf(files);
  const routes = code.flatMap(routesIn);
  const health = [...routes]
    .sort((one, other) => rankOf(one) - rankOf(other))
    .find((route) => rankOf(route) < healthPaths.length);
  const metrics = routes.find(
    ({ method, path }) => method === 'get' && /^\/(?:api\/)?(?:prometheus|metrics)$/.test(path),
  );
  const github = /github\.com[:/]([\w.-]+\/[\w.-]+?)(?:\.git)?\/?$/.exec(remote ?? '')?.[1];
  const stable = tags.find((tag) => /^(?:stable|release|prod(?:uction)?)[/-]/.test(tag));
  const usesPrometheus = manifest.dependencies.includes('prom-client');
  return {
    folder,
    ...optional('service', manifest.name),
    scripts: manifest.scripts,
    dependencies: manifest.dependencies,
    branches,
    ...optional('github', github && { value: github, from: 'the remote of git' }),
    ...optional('stableTags', stable && { value: stable.replace(/([/-]).*$/, '$1*'), from: `the tag ${stable}` }),
    deployScripts: deployScriptsIn(files, manifest.scripts),
    ...optional('health', health && { value: health.path, from: health.from }),
    ...optional(
      'metrics',
      metrics !== undefined
        ? { value: metrics.path, from: metrics.from }
        : usesPrometheus && { value: '/metrics', from: 'prom-client in package.json' },
    ),
    metricNames: [...new Set(code.flatMap(({ text }) => metricNamesIn(text)))],
    ...optional('database', databaseIn(files)),
    ...optional('sentry', sentryIn(code, manifest.dependencies)),
    ...optional('migrations', migrationsIn(files)),
    ...optional('logFormat', logFormatOf(manifest.dependencies)),
    routes: routes.map(({ method, path }) => ({ method, path })),
  };
}

type Found<Key extends string> = { readonly [one in Key]?: Fact };
const optional = <Key extends string>(key: Key, fact: Fact | false | '' | undefined): Found<Key> =>
  fact ? ({ [key]: fact } as Found<Key>) : {};

interface Manifest {
  readonly name: Fact | undefined;
  readonly scripts: readonly string[];
  readonly dependencies: readonly string[];
}

function packageOf(files: readonly RepositoryFile[]): Manifest {
  const file = files.find(({ path }) => path === 'package.json');
  const manifest = parsed(file?.text ?? '');
  // "npm init" writes a test that only fails.
  const scripts = Object.entries(record(manifest.scripts)).filter(
    ([, line]) => !/no test specified/.test(String(line)),
  );
  const name = typeof manifest.name === 'string' ? manifest.name.replace(/^@[^/]+\//, '') : '';
  return {
    name: /^[a-z0-9][a-z0-9._-]*$/i.test(name) ? { value: name, from: 'package.json' } : undefined,
    scripts: scripts.map(([script]) => script),
    dependencies: Object.keys(record(manifest.dependencies)),
  };
}

function parsed(text: string): Readonly<Record<string, unknown>> {
  try {
    return record(JSON.parse(text.replace(/^\uFEFF/, '')));
  } catch {
    return {};
  }
}

const record = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};

type FoundRoute = Route & { readonly from: string };

function routesIn({ path: file, text }: RepositoryFile): readonly FoundRoute[] {
  const calls = text.matchAll(/\.(get|post|put|patch|delete)\(\s*(['"`])(\/[^'"`\s]*)\2/g);
  return [...calls].map(({ 1: method, 3: path = '/', index }) => ({
    method: method as Route['method'],
    path,
    from: `${file} line ${text.slice(0, index).split('\n').length}`,
  }));
}

/** The better ones first: one that looks at the database says more than one that only answers. */
const healthPaths = [
  /^\/(?:api\/)?healthz$/,
  /^\/(?:api\/)?health$/,
  /^\/(?:api\/)?(?:v\d\/)?health[-_]?check$/,
  /^\/(?:api\/)?ready?z?$/,
  /^\/(?:api\/)?livez?$/,
  /^\/(?:api\/)?_?(?:status|ping|up)$/,
];
function rankOf({ method, path }: Route): number {
  const rank = method === 'get' ? healthPaths.findIndex((pattern) => pattern.test(path)) : -1;
  return rank === -1 ? healthPaths.length : rank;
}

const metricNamesIn = (text: string): readonly string[] =>
  [
    ...text.matchAll(/\bname:\s*['"`]([a-z][a-z0-9_:]*_(?:total|seconds|milliseconds|bytes|count|connections))['"`]/g),
  ].map(([, name]) => name ?? '');

const databaseName = /\b(DATABASE_URL|POSTGRES_URL|POSTGRESQL_URL|PG_URL|DB_URL|PG_CONNECTION_STRING)\b/;

/** In a file of settings rather than in the code, where there is one. */
function databaseIn(files: readonly RepositoryFile[]): Fact | undefined {
  const settings = files.filter(({ path }) =>
    /(?:^|\/)(?:\.env(?:\.[\w-]+)?|(?:docker-)?compose[\w.-]*\.ya?ml)$/.test(path),
  );
  const others = files.filter(({ path }) => /\.(?:[cm]?[jt]s|sh|ya?ml)$/.test(path));
  for (const { path, text } of [...settings, ...others]) {
    const name = databaseName.exec(text)?.[1];
    if (name !== undefined) return { value: name, from: path };
  }
  return undefined;
}

function sentryIn(code: readonly RepositoryFile[], dependencies: readonly string[]): Fact | undefined {
  const dependency = dependencies.find((name) => name.startsWith('@sentry/'));
  if (dependency !== undefined) return { value: 'SENTRY_DSN', from: `${dependency} in package.json` };
  const file = code.find(({ text }) => text.includes('SENTRY_DSN'));
  return file && { value: 'SENTRY_DSN', from: file.path };
}

const migrationFolder = /^((?:[\w.-]+\/)*?(?:drizzle|migrations|prisma\/migrations|db\/migrations))\//;

function migrationsIn(files: readonly RepositoryFile[]): Fact | undefined {
  const config = files.find(({ path }) => /^drizzle\.config\.[cm]?[jt]s$/.test(path));
  const said = /\bout:\s*['"`](?:\.\/)?([^'"`]+?)\/?['"`]/.exec(config?.text ?? '')?.[1];
  if (config !== undefined && said !== undefined) return { value: said, from: config.path };
  const sql = files.find(({ path }) => path.endsWith('.sql') && migrationFolder.test(path));
  const folder = migrationFolder.exec(sql?.path ?? '')?.[1];
  return folder === undefined || sql === undefined ? undefined : { value: folder, from: sql.path };
}

function deployScriptsIn(files: readonly RepositoryFile[], scripts: readonly string[]): Readonly<Record<string, Fact>> {
  const found: Record<string, Fact> = {};
  for (const { path } of files) {
    const [, environment] = /^(?:(?:scripts|bin|deploy|tools)\/)?deploy(?:[-_](\w+))?\.sh$/.exec(path) ?? [];
    const isScript = /(?:^|\/)deploy(?:[-_]\w+)?\.sh$/.test(path);
    if (isScript) found[nameOfEnvironment(environment)] ??= { value: `./${path}`, from: path };
  }
  for (const script of scripts) {
    const [, environment] = /^deploy(?::(\w+))?$/.exec(script) ?? [];
    if (script.startsWith('deploy') && (environment !== undefined || script === 'deploy'))
      found[nameOfEnvironment(environment)] ??= { value: `npm run ${script}`, from: 'package.json' };
  }
  return found;
}

const nameOfEnvironment = (word: string | undefined): string =>
  word === undefined || /^prod/.test(word) ? 'production' : word;

function logFormatOf(dependencies: readonly string[]): Fact | undefined {
  const logger = ['pino', 'winston', 'bunyan'].find((name) => dependencies.includes(name));
  return logger === undefined ? undefined : { value: logger, from: `${logger} in package.json` };
}
