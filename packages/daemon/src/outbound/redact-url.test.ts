import { expect, it } from 'vitest';
import { redactUrl } from './redact-url.ts';

it.each([
  ['https://shop.example/healthz?deep=1', 'https://shop.example/healthz?deep=1'],
  ['https://ada:secret@shop.example:8443/metrics', 'https://***@shop.example:8443/metrics'],
  ['https://shop.example/q?api_key=abc&range=5m', 'https://shop.example/q?api_key=***&range=5m'],
  ['https://shop.example/q?access_token=a%20b', 'https://shop.example/q?access_token=***'],
  ['https://shop.example/q?x=0123456789abcdef0123456789abcdef', 'https://shop.example/q?x=***'],
  ['https://hooks.chat.example/T024BE7/B024/aB3dE6gH9jK2mN5pQ8sT1vW4', 'https://hooks.chat.example/T024BE7/B024/***'],
  ['postgres://ada:secret@db/shop', 'postgres://***@db/shop'],
  ['https://ada:sec ret@:99999/x?key=1', 'https://***@:99999/x?***'],
  ['${SHOP_URL}/healthz', '${SHOP_URL}/healthz'],
])('%s is written as %s', (address, written) => {
  expect(redactUrl(address)).toBe(written);
});
