import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';

const derive = promisify<string, Buffer, number, { N: number }, Buffer>(scrypt);

// About 3 ms, so that a sample service can be put under load on a small machine. A real shop takes 2 ** 17.
const cost = { N: 2 ** 10 };
const keyLength = 32;

export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  const key = await derive(password, salt, keyLength, cost);
  return `${salt.toString('hex')}:${key.toString('hex')}`;
}

export async function isPassword(password: string, hash: string): Promise<boolean> {
  const [salt, key] = hash.split(':');
  if (salt === undefined || key === undefined) return false;
  const derived = await derive(password, Buffer.from(salt, 'hex'), keyLength, cost);
  return timingSafeEqual(derived, Buffer.from(key, 'hex'));
}
