import { expect, it } from 'vitest';
import { hashPassword, isPassword } from './passwords.ts';

it('recognises the password it hashed and no other', async () => {
  const hash = await hashPassword('open sesame');
  expect(await isPassword('open sesame', hash)).toBe(true);
  expect(await isPassword('open barley', hash)).toBe(false);
});

it('hashes the same password differently each time', async () => {
  expect(await hashPassword('open sesame')).not.toBe(await hashPassword('open sesame'));
});
