import { expect, it } from 'vitest';
import { createTokens } from './tokens.ts';

function aStorage() {
  const kept = new Map<string, string>();
  return {
    get: async (key: string) => kept.get(key),
    store: async (key: string, value: string) => void kept.set(key, value),
  };
}

it('gives a token only to the daemon that it was kept for', async () => {
  const tokens = createTokens(aStorage());
  await tokens.keep('https://daywatch.example.com/shop', 'secret');
  expect((await tokens.of('https://daywatch.example.com')).token).toBe('secret');
  expect((await tokens.of('https://evil.example.com')).token).toBeUndefined();
  expect((await tokens.of('https://daywatch.example.com:8443')).token).toBeUndefined();
});

it('sends nothing in the clear to another machine', async () => {
  const tokens = createTokens(aStorage());
  await expect(tokens.of('http://daywatch.example.com')).rejects.toThrow('Use https.');
  expect(await tokens.of('http://127.0.0.1:4790')).toEqual({ url: 'http://127.0.0.1:4790', token: undefined });
});

it('says how an address is written', async () => {
  await expect(createTokens(aStorage()).of('daywatch.example.com')).rejects.toThrow(
    '"daywatch.example.com" is no address of a daemon. Write it like https://daywatch.example.com.',
  );
});
