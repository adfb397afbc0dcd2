import { millis, seconds } from '@daywatch/shared/vocabulary/time.ts';
import { describe, expect, it } from 'vitest';
import type { OutboundRequest } from '../ports/outbound.ts';
import { nextHop } from './next-hop.ts';

const url = new URL('https://shop.example/a/login?x=1');
const request = {
  url: url.href,
  method: 'POST',
  body: '{}',
  timeout: seconds(5),
  headers: { Authorization: 'Bearer t', 'Content-Type': 'application/json', 'x-api-key': 'k' },
};
const answer = (status: number, location?: string) => ({
  type: 'answered' as const,
  status,
  headers: location === undefined ? {} : { location },
  body: '',
  phases: { firstByte: millis(1), total: millis(1) },
});
const hop = (status: number, location: string, method = 'POST', more: Partial<OutboundRequest> = {}) => {
  const { body, ...others } = request;
  const sent = method === 'GET' ? others : request;
  const next = nextHop({ url, request: { ...sent, method, ...more } }, answer(status, location));
  return next === undefined || 'kept' in next ? undefined : next;
};

describe('a redirect', () => {
  it.each([
    ['/home', 'https://shop.example/home'],
    ['home', 'https://shop.example/a/home'],
    ['https://other.example/x', 'https://other.example/x'],
    ['//other.example/x', 'https://other.example/x'],
  ])('to %s leads to %s', (location, href) => {
    expect(hop(302, location)?.url.href).toBe(href);
  });

  it.each([
    [301, 'POST', 'GET'],
    [302, 'POST', 'GET'],
    [303, 'POST', 'GET'],
    [307, 'POST', 'POST'],
    [308, 'PUT', 'PUT'],
    [302, 'PUT', 'PUT'],
    [303, 'DELETE', 'GET'],
    [303, 'HEAD', 'HEAD'],
  ])('%i makes of a %s a %s', (status, method, next) => {
    const { request: sent } = hop(status, '/', method) ?? {};
    expect(sent?.method).toBe(next);
    const keepsBody = next !== 'GET' && !(status === 303);
    if (next === 'GET') expect(sent).not.toHaveProperty('body');
    else if (keepsBody) expect(sent).toMatchObject({ body: '{}', headers: { 'Content-Type': 'application/json' } });
  });

  it('takes what proves who we are to no other origin', () => {
    expect(hop(307, '/home')?.request.headers).toEqual(request.headers);
    for (const other of ['https://other.example/', 'http://shop.example/', 'https://shop.example:8443/'])
      expect(hop(307, other, 'GET')?.request.headers).toEqual({ 'Content-Type': 'application/json' });
  });

  it('takes a client certificate to no other origin, and whom to trust everywhere', () => {
    const tls = { ca: 'ca.pem', certificate: 'own.pem', key: 'own.key' };
    expect(hop(302, '/home', 'GET', { tls })?.request.tls).toEqual(tls);
    expect(hop(302, 'https://other.example/', 'GET', { tls })?.request.tls).toEqual({ ca: 'ca.pem' });
  });

  it('takes a body to no other origin', () => {
    const next = nextHop({ url, request }, answer(308, 'https://other.example/x'));
    expect(next).toEqual({ kept: new URL('https://other.example/x') });
    expect(hop(303, 'https://other.example/x')?.request).not.toHaveProperty('body');
  });

  it.each([
    [200, '/'],
    [304, '/'],
    [302, undefined],
    [302, 'http://'],
  ])('is none: %i to %s', (status, location) => {
    expect(nextHop({ url, request }, answer(status, location))).toBeUndefined();
  });
});
