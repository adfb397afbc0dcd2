import { describe, expect, it } from 'vitest';
import { planKinds } from '../../plan-kinds.ts';
import { parsePlan } from '../parse.ts';
import { factsOf, type Repository } from './facts-of.ts';
import { fromRepository } from './from-repository.ts';
import { noFacts } from './no-facts.fixture.ts';

const repository = (files: Readonly<Record<string, string>>, more: Partial<Repository> = {}): Repository => ({
  folder: 'shop',
  files: Object.entries(files).map(([path, text]) => ({ path, text })),
  branches: ['main'],
  tags: [],
  remote: undefined,
  ...more,
});
const found = (files: Readonly<Record<string, string>>, more?: Partial<Repository>) => factsOf(repository(files, more));
const problemsOf = (text: string) => {
  const parsed = parsePlan({ text, file: 'daywatch.yaml', ...planKinds });
  return 'problems' in parsed ? parsed.problems : [];
};

describe('what a repository says', () => {
  it('of its package', () => {
    const manifest = {
      name: '@acme/shop',
      scripts: { test: 'vitest', start: 'node .' },
      dependencies: { pino: '1', '@sentry/node': '1', 'prom-client': '1' },
    };
    expect(found({ 'package.json': JSON.stringify(manifest) })).toMatchObject({
      service: { value: 'shop', from: 'package.json' },
      scripts: ['test', 'start'],
      sentry: { from: '@sentry/node in package.json' },
      metrics: { value: '/metrics', from: 'prom-client in package.json' },
      logFormat: { value: 'pino' },
    });
  });

  it('not by a test that only fails, nor by a package.json that is none', () => {
    const empty = '{"scripts":{"test":"echo \\"Error: no test specified\\" && exit 1"}}';
    expect(found({ 'package.json': empty }).scripts).toEqual([]);
    expect(found({ 'package.json': '{' })).toMatchObject({ scripts: [], dependencies: [] });
  });

  it.each([
    ["app.get('/healthz', f)", '/healthz'],
    ['router.get("/api/health", f)', '/api/health'],
    ["app.get('/ping', f)\napp.get('/ready', f)", '/ready'],
    ["app.post('/health', f)", undefined],
    ["app.get('/healthy-recipes', f)", undefined],
  ])('of its health, in code: %s', (code, path) => expect(found({ 'src/app.ts': code }).health?.value).toBe(path));

  it('with the line', () =>
    expect(found({ 'src/app.ts': "\n\napp.get('/healthz', f)" }).health?.from).toBe('src/app.ts line 3'));

  it('in its tests is not said', () =>
    expect(
      found({ 'test/app.ts': "app.get('/healthz')", 'src/app.test.ts': "app.get('/healthz')" }).health,
    ).toBeUndefined());

  it.each([
    ['.env.example', 'DATABASE_URL=postgres://x', 'DATABASE_URL'],
    ['docker-compose.yml', 'POSTGRES_URL: postgres://x', 'POSTGRES_URL'],
    ['src/settings.ts', 'process.env.DB_URL', 'DB_URL'],
    ['readme.md', 'DATABASE_URL', undefined],
  ])('of its database, in %s', (path, text, name) => expect(found({ [path]: text }).database?.value).toBe(name));

  it.each([
    [{ 'drizzle.config.ts': "export default { out: './db/out' }" }, 'db/out'],
    [{ 'drizzle/0000_x.sql': '' }, 'drizzle'],
    [{ 'packages/api/migrations/1.sql': '' }, 'packages/api/migrations'],
    [{ 'seed.sql': '' }, undefined],
  ])('of its migrations: %o', (files, folder) => expect(found(files).migrations?.value).toBe(folder));

  it.each([
    [{ 'deploy-production.sh': '' }, { production: './deploy-production.sh' }],
    [
      { 'scripts/deploy-staging.sh': '', 'scripts/deploy.sh': '' },
      { staging: './scripts/deploy-staging.sh', production: './scripts/deploy.sh' },
    ],
    [{ 'package.json': '{"scripts":{"deploy:prod":"x"}}' }, { production: 'npm run deploy:prod' }],
    [{ 'src/deploy.sh.ts': '' }, {}],
  ])('of how it is deployed: %o', (files, scripts) =>
    expect(
      Object.fromEntries(Object.entries(found(files).deployScripts).map(([name, { value }]) => [name, value])),
    ).toEqual(scripts),
  );

  it('in git', () =>
    expect(found({}, { tags: ['stable/production/1'], remote: 'https://github.com/acme/shop.git' })).toMatchObject({
      stableTags: { value: 'stable/*' },
      github: { value: 'acme/shop' },
    }));
});

describe('a plan from it', () => {
  it('asks for the command that deploys, when there is none, and for nothing else', () => {
    const text = fromRepository(noFacts);
    expect(problemsOf(text).map(({ message }) => message)).toEqual([
      'still to be decided: the command that deploys what is checked out',
      'still to be decided: the command that deploys what is checked out',
    ]);
    expect(text).toMatch(/^# - a health route: \/healthz is asked until you name another one$/m);
  });

  it('leaves out what the code does not measure', () => {
    const code =
      "app.get('/metrics', f); new Counter({ name: 'jobs_total' }); new Histogram({ name: 'http_server_seconds' })";
    const text = fromRepository(found({ 'src/a.ts': code, 'deploy.sh': '' }));
    expect(text).toMatch(/error-rate: false #/);
    expect(text).toMatch(/latency-p95: +\n? +.*latency: http_server_seconds|latency: http_server_seconds/);
    expect(problemsOf(text)).toEqual([]);
  });

  it('asks the health route of the service', () => {
    const text = fromRepository(found({ 'src/a.ts': "app.get('/api/health', f)", 'deploy.sh': '' }));
    expect(problemsOf(text)).toEqual([]);
    expect(text).toContain('check: { path: /api/health, status: 200 }');
  });

  it.each(['Größe & Co', '123', '---', 'a b'])('has a service that can be named, whatever the folder: %s', (folder) => {
    expect(problemsOf(fromRepository({ ...noFacts, folder })).filter(({ code }) => code !== 'to-be-decided')).toEqual(
      [],
    );
  });
});
