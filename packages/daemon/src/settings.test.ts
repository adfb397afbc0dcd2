import { describe, expect, it } from 'vitest';
import { proxiesOf, readDaemonSettings, type ServeOptions } from './settings.ts';

const read = (environment: Record<string, string>, options = {}) =>
  readDaemonSettings({ environment }, '/srv/shop', options);

describe('the settings of the daemon', () => {
  it('need nothing', () => {
    expect(read({})).toEqual({
      dataFolder: '/srv/shop/.daywatch',
      host: '127.0.0.1',
      port: 4790,
      portMayMove: true,
      logLevel: 'info',
      tokens: [],
      open: { gate: false, metrics: false },
      hosts: [],
      allowance: { variables: [], places: [] },
      environment: {},
    });
  });

  it('come from the environment', () => {
    const environment = {
      DAYWATCH_PORT: '0',
      DAYWATCH_DATA: '/var/lib/daywatch',
      DATABASE_URL: 'postgres://db/daywatch',
      DAYWATCH_TOKENS: 'devops:lead:0123456789abcdef, ci:viewer:fedcba9876543210',
      DAYWATCH_HOSTS: 'daywatch.example, other.example',
      DAYWATCH_OPEN_GATE: '1',
      DAYWATCH_OPEN_METRICS: '0',
      DAYWATCH_ALLOW: 'SENTRY_TOKEN, /var/log/shop/',
    };
    expect(read(environment)).toMatchObject({
      port: 0,
      dataFolder: '/var/lib/daywatch',
      portMayMove: false,
      database: { url: 'postgres://db/daywatch', variable: 'DATABASE_URL' },
      tokens: [
        { name: 'devops', role: 'lead', token: '0123456789abcdef' },
        { name: 'ci', role: 'viewer', token: 'fedcba9876543210' },
      ],
      hosts: ['daywatch.example', 'other.example'],
      open: { gate: true, metrics: false },
      allowance: { variables: ['SENTRY_TOKEN'], places: ['/var/log/shop'] },
    });
  });

  it('that are empty are as good as not set', () => {
    const names = ['DATA', 'PORT', 'HOST', 'LOG', 'TOKENS', 'HOSTS', 'ALLOW', 'PUBLIC_URL', 'OPEN_GATE', 'SENTRY_DSN'];
    const empty = Object.fromEntries(names.map((name) => [`DAYWATCH_${name}`, '']));
    expect(read(empty)).toEqual({ ...read({}), environment: empty });
  });

  it('read people with their addresses from tokens', () => {
    const settings = read({
      DAYWATCH_TOKENS:
        'Dana Miller <dana@example.com>:lead:0123456789abcdef, qa@example.com:developer:fedcba9876543210',
    });
    expect(settings).toMatchObject({
      tokens: [
        { name: 'Dana Miller', email: 'dana@example.com', role: 'lead', token: '0123456789abcdef' },
        { name: 'qa@example.com', role: 'developer', token: 'fedcba9876543210' },
      ],
    });
  });

  it('let the command line go first', () => {
    expect(read({ DAYWATCH_PORT: '1', DAYWATCH_DATA: 'a' }, { port: '2', data: 'b' })).toMatchObject({
      port: 2,
      dataFolder: '/srv/shop/b',
    });
  });

  it.each<[string, Record<string, string>, ServeOptions, string | undefined]>([
    ['a database of its own', { DAYWATCH_DATABASE_URL: 'postgres://own' }, {}, 'postgres://own'],
    ['no database at all', { DAYWATCH_DATABASE_URL: '' }, {}, undefined],
    ['the embedded store', {}, { embedded: true }, undefined],
  ])('can have %s beside the DATABASE_URL of the service', (_what, environment, options, url) => {
    const settings = read({ DATABASE_URL: 'postgres://shop', ...environment }, options);
    expect('database' in settings ? settings.database?.url : undefined).toBe(url);
  });

  it('name every fault, and no token', () => {
    const got = read({
      DAYWATCH_PORT: 'http',
      DAYWATCH_LOG: 'loud',
      DAYWATCH_TOKENS: 'devops:boss:0123456789abcdef',
      DAYWATCH_ALLOW: 'logs/shop.log',
      DAYWATCH_SENTRY_DSN: 'fedcba9876543210@sentry.example.com',
    });
    const faulty = ['PORT', 'LOG', 'TOKENS', 'ALLOW', 'SENTRY_DSN'];
    expect(got).toMatchObject({ problems: faulty.map((name) => ({ path: `DAYWATCH_${name}` })) });
    expect(JSON.stringify(got)).not.toMatch(/0123456789abcdef|fedcba9876543210/);
  });

  it.each(['https://key@o1.ingest.example.com/42', 'http://key:secret@127.0.0.1:9000/sentry/1'])(
    'take a DSN of Sentry: %s',
    (sentryDsn) => expect(read({ DAYWATCH_SENTRY_DSN: sentryDsn })).toMatchObject({ sentryDsn }),
  );
});

describe('proxies', () => {
  it.each<[Record<string, string>, object]>([
    [{}, {}],
    [
      { HTTP_PROXY: 'http://a:1', HTTPS_PROXY: 'http://b:2', NO_PROXY: '.local' },
      { http: 'http://a:1', https: 'http://b:2', no: '.local' },
    ],
    [{ HTTP_PROXY: 'http://upper:1', http_proxy: 'http://lower:1' }, { http: 'http://lower:1' }],
    [
      { ALL_PROXY: 'socks5://a:1', HTTPS_PROXY: 'http://b:2' },
      { http: 'socks5://a:1', https: 'http://b:2' },
    ],
    [{ HTTP_PROXY: '' }, {}],
  ])('of %j', (environment, proxies) => {
    expect(proxiesOf(environment)).toEqual(proxies);
  });
});
