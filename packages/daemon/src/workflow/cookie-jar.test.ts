import { instant } from '@daywatch/shared/vocabulary/time.ts';
import { expect, it } from 'vitest';
import { createCookieJar } from './cookie-jar.ts';

const now = instant(Date.parse('2026-12-01T00:00:00Z'));
const from = new URL('https://www.shop.example/account/login');

it.each<[string, string, string | undefined]>([
  ['a=1', 'https://www.shop.example/account/me', 'a=1'],
  ['a=1', 'https://www.shop.example/', undefined],
  ['a=1; Path=/', 'https://www.shop.example/', 'a=1'],
  ['a=1; Path=/acc', 'https://www.shop.example/account', undefined],
  ['a=1; Path=/', 'https://shop.example/', undefined],
  ['a=1; Path=/; Domain=.shop.example', 'https://api.shop.example/', 'a=1'],
  ['a=1; Path=/; Domain=other.example', 'https://other.example/', undefined],
  ['a=1; Path=/; Domain=shop.example', 'https://myshop.example/', undefined],
  ['a=1; Path=/; Secure', 'http://www.shop.example/', undefined],
  ['a=1; Path=/; HttpOnly; SameSite=Lax', 'http://www.shop.example/', 'a=1'],
  ['a=x=y; Path=/', 'https://www.shop.example/', 'a=x=y'],
  ['a=1; Path=/; Expires=Tue, 01 Dec 2026 01:00:00 GMT', 'https://www.shop.example/', 'a=1'],
  ['a=1; Path=/; Expires=Mon, 30 Nov 2026 23:00:00 GMT', 'https://www.shop.example/', undefined],
  ['a=1; Path=/; Max-Age=0', 'https://www.shop.example/', undefined],
  ['a=1; Path=/; Max-Age=60; Expires=Mon, 30 Nov 2026 23:00:00 GMT', 'https://www.shop.example/', 'a=1'],
  ['=1', 'https://www.shop.example/account/x', undefined],
])('%s goes to %s as %s', (line, to, header) => {
  const jar = createCookieJar(() => now);
  jar.take(from, [line]);
  expect(jar.headerFor(new URL(to))).toBe(header);
});

it('replaces, forgets, and sends the longer path first', () => {
  const jar = createCookieJar(() => now);
  jar.take(from, ['a=1; Path=/', 'b=2; Path=/account', 'a=3; Path=/']);
  expect(jar.headerFor(from)).toBe('b=2; a=3');
  expect(jar.get('a')).toBe('3');
  jar.take(from, ['a=; Path=/; Max-Age=-1']);
  expect(jar.headerFor(from)).toBe('b=2');
  expect(jar.get('a')).toBeUndefined();
});
