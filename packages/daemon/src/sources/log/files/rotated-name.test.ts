import { expect, it } from 'vitest';
import { isRotatedName } from './rotated-name.ts';

it.each([
  'shop.log.1',
  'shop.log.12',
  'shop.log-1',
  'shop.log.old',
  'shop.log-20261201',
  'shop.log-2026120122',
  'shop.log-20261201-1796162400',
  'shop.log.2026-12-01',
  'shop.log.2026-12-01.1',
  'shop.log.2026-12-01T22:00:00+01:00',
  'shop.log.1796162400',
  'shop.1.log',
  'shop-20261201.log',
  'shop.2026-12-01.0.log',
  'shop-2026-12-01T22-00-00.000.log',
  'shop__2026-12-01_22-00-00.log',
])('%s is an old shop.log', (other) => {
  expect(isRotatedName('shop.log', other)).toBe(true);
});

it.each([
  'shop.log',
  'shop-error.log',
  'shop-error.log.1',
  'shop.error.log',
  'shop2.log',
  'shop-2.log',
  'shop-10.0.0.12.log',
  'shop.log.d',
  'shop.log.1.gz',
  'shop.log.bak',
  'shop.logs.1',
  'workshop.log.1',
  'shop',
])('%s is none', (other) => {
  expect(isRotatedName('shop.log', other)).toBe(false);
});

it('needs no ending', () => {
  expect(isRotatedName('messages', 'messages-20261201')).toBe(true);
  expect(isRotatedName('messages', 'messages.1')).toBe(true);
  expect(isRotatedName('messages', 'messages-error')).toBe(false);
});
