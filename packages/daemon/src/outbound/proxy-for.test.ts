import { expect, it } from 'vitest';
import { type ProxySettings, proxyFor } from './proxy-for.ts';

const all: ProxySettings = { http: 'http://proxy:3128', https: 'secure-proxy:3129' };
it.each<[string, string | undefined, ProxySettings, string | undefined]>([
  ['http://shop.example/', undefined, {}, undefined],
  ['http://shop.example/', undefined, all, 'http://proxy:3128'],
  ['https://shop.example/', undefined, all, 'http://secure-proxy:3129'],
  ['https://shop.example/', undefined, { http: 'http://proxy:3128' }, undefined],
  ['https://shop.example/', 'none', all, undefined],
  ['https://shop.example/', 'http://own:1', all, 'http://own:1'],
  ['http://localhost:8080/', undefined, all, undefined],
  ['http://127.0.0.1:8080/', undefined, all, undefined],
  ['http://[::1]:8080/', undefined, all, undefined],
  ['http://localhost/', 'http://own:1', all, 'http://own:1'],
  ['http://shop.example/', undefined, { ...all, no: 'shop.example' }, undefined],
  ['http://api.shop.example/', undefined, { ...all, no: 'other.example, .shop.example' }, undefined],
  ['http://api.shop.example/', undefined, { ...all, no: '*.shop.example' }, undefined],
  ['http://myshop.example/', undefined, { ...all, no: 'shop.example' }, 'http://proxy:3128'],
  ['http://shop.example/', undefined, { ...all, no: 'shop.example:8080' }, 'http://proxy:3128'],
  ['http://shop.example:8080/', undefined, { ...all, no: 'SHOP.example:8080' }, undefined],
  ['https://shop.example/', undefined, { ...all, no: 'shop.example:443' }, undefined],
  ['http://shop.example/', undefined, { ...all, no: '*' }, undefined],
])('%s (its own: %s, environment: %j) goes by %s', (url, own, settings, proxy) => {
  expect(proxyFor(new URL(url), own, settings)).toBe(proxy);
});
