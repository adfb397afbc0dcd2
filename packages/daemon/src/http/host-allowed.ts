import type { Access } from './parts.ts';

const loopback = new Set(['127.0.0.1', 'localhost', '[::1]']);

/** Whether a Host header names this daemon; the port does not matter. */
export function hostAllowed(host: string, { hosts }: Pick<Access, 'hosts'>): boolean {
  if (hosts === 'any') return true;
  const name = host.replace(/:\d+$/, '').toLowerCase();
  return loopback.has(name) || hosts.includes(name);
}
