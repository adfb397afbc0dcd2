import { expect, it } from 'vitest';
import { cleanEnvironment } from './clean-environment.ts';

it('keeps what a process needs, and nothing that leads to somebody else', () => {
  const kept = { PATH: '/bin', HOME: '/root', NO_COLOR: '1', DAYWATCH_TEST_LEASH: 'x', PORTAGE: 'kept' };
  const foreign = {
    DATABASE_URL: 'postgres://production/shop',
    PGHOST: 'production',
    PGPASSFILE: '/home/dev/.pgpass',
    DAYWATCH_URL: 'https://daywatch.example.com',
    DAYWATCH_SENTRY_DSN: 'https://sentry.example.com/1',
    GIT_DIR: '/elsewhere/.git',
    SHOP_HOME: '/srv/shop',
    PORT: '80',
  };
  expect(cleanEnvironment({ ...kept, ...foreign })).toEqual(kept);
});
