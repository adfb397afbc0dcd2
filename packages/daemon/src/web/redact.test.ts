import { describe, expect, it } from 'vitest';
import { exampleOf, redact } from './redact.ts';

describe('what leaves the daemon', () => {
  it.each([
    ['login of ada@example.com failed', 'login of <e-mail> failed'],
    ['Authorization: Bearer abc.def-ghi_jkl', 'Authorization: *** ***'],
    ['sent with bearer abcdef123456', 'sent with bearer ***'],
    ['GET /?token=abc123&page=2', 'GET /?token=***&page=2'],
    ['{"password":"open sesame","user":7}', '{"password":***,"user":7}'],
    ["{ apiKey: 'k-1', user: 7 }", '{ apiKey: ***, user: 7 }'],
    ['DB_PASSWORD=hunter2 PORT=80', 'DB_PASSWORD=*** PORT=80'],
    ['connect postgres://shop:s3cret@db/shop', 'connect postgres://shop:***@db/shop'],
    ['jwt eyJhbGciOi.eyJzdWIi.c2lnbg refused', 'jwt *** refused'],
    ['key sk_live_51H8abc refused', 'key *** refused'],
    ['key ghp_0123456789abcdefghij refused', 'key *** refused'],
    ['key AKIAIOSFODNN7EXAMPLE refused', 'key *** refused'],
    ['card 4111 1111 1111 1111 declined', 'card <card> declined'],
    ['card 4111111111111111 declined', 'card <card> declined'],
    ['card 4111111111111111 200 ms', 'card <card> 200 ms'],
    ['3 4111111111111111 200', '3 <card> 200'],
    ['card 4111 1111 1111 1111 2026-12-01', 'card <card> 2026-12-01'],
    ['12 4111-1111-1111-1111 5555 5555 5555 4444-7 8', '12 <card> <card>-7 8'],
    ['card 4 111 111 111 111 111 declined', 'card <card> declined'],
    ['7 3782 822463 10005 8', '7 <card> 8'],
    ['answers 200 411 111 111 111 111 11 200', 'answers 200 411 111 111 111 111 11 200'],
    ['order 4111111111111112 declined', 'order 4111111111111112 declined'],
    ['at 1764626712000 ms', 'at 1764626712000 ms'],
    ['signed 8f3Kd02jf93kfKF93kf0293kfk23kfk239f2k3 today', 'signed *** today'],
    ['request 3f2504e0-4f89-11d3-9a0c-0305e82c3301', 'request 3f2504e0-4f89-11d3-9a0c-0305e82c3301'],
    ['commit 9f8d1110b1f0c2a3d4e5f60718293a4b5c6d7e8f', 'commit 9f8d1110b1f0c2a3d4e5f60718293a4b5c6d7e8f'],
    ['x -----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY----- y', 'x *** y'],
    ['the token is invalid', 'the token is invalid'],
    ['tokens: 3 left', 'tokens: *** left'],
  ])('%s', (written, shown) => {
    expect(redact(written)).toBe(shown);
  });

  it.each([
    ['Visa', '4222222222222'],
    ['Visa', '4111111111111111'],
    ['Visa', '4012888888881881'],
    ['Visa', '4000000000000000006'],
    ['Mastercard', '5555555555554444'],
    ['Mastercard', '5105105105105100'],
    ['Mastercard', '2223003122003222'],
    ['Mastercard', '2720999999999996'],
    ['American Express', '378282246310005'],
    ['American Express', '3782 822463 10005'],
    ['Diners Club', '30569309025904'],
    ['Diners Club', '36227206271667'],
    ['Discover', '6011111111111117'],
    ['Discover', '6011-0009-9013-9424'],
    ['JCB', '3530111333300000'],
    ['UnionPay', '6200000000000005'],
    ['UnionPay', '6205500000000000004'],
    ['Maestro', '6759649826438453'],
    ['Maestro', '5018000000000009'],
    ['Mir', '2200000000000004'],
    ['UATP', '135419001014000'],
  ])('masks a card of %s: %s', (_, number) => {
    expect(redact(`{"card":${number}}`)).toBe('{"card":<card>}');
    expect(redact(`card ${number} declined`)).toBe('card <card> declined');
  });

  it.each([
    ['milliseconds', '1795420895280'],
    ['microseconds', '1795420895288006'],
    ['nanoseconds', '1795420895288000002'],
    ['a date and a time', '20261201220005'],
    ['an order', '2000000000008'],
  ])('shows what meets the check digit by chance and is no card: %s %s', (_, number) => {
    expect(redact(`{"time":${number}}`)).toBe(`{"time":${number}}`);
  });

  it('reads a line of ten thousand numbers once', () => {
    const line = Array.from({ length: 10_000 }, (_, number) => 1 + (number % 7)).join(' ');
    expect(redact(`${line} 4111111111111111`)).toMatch(/ <card>$/);
  });

  it('stands on one line and ends somewhere', () => {
    expect(exampleOf('Error: boom\n    at f (x.js:1:1)')).toBe('Error: boom at f (x.js:1:1)');
    expect(exampleOf('no '.repeat(200))).toBe(`${'no '.repeat(66).trimEnd()}…`);
  });

  it('is masked before it is shortened: half a secret is one too', () => {
    expect(exampleOf(`${'x '.repeat(92)}password=${'geheim'.repeat(20)}`)).not.toContain('geheim');
  });
});
