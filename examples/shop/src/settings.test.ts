import { expect, it } from 'vitest';
import { readSettings } from './settings.ts';

const production = { DATABASE_URL: 'postgres://shop@127.0.0.1/shop' };

it('needs only a database', () => {
  expect(readSettings(production)).toMatchObject({ host: '127.0.0.1', port: 8080, poolSize: 10 });
});

it('names every variable that is wrong', () => {
  expect(() => readSettings({ PORT: 'http' })).toThrow(/DATABASE_URL[\s\S]*PORT|PORT[\s\S]*DATABASE_URL/);
});
