import { describe, expect, it } from 'vitest';
import { maskSecrets, missingSecrets, resolveSecrets } from './secrets.ts';

const environment = { DATABASE_URL: 'postgres://shop:s3cret@db/shop', TOKEN: 't0ken', EMPTY: '' };

describe('secrets', () => {
  it('are put in wherever they stand', () => {
    const options = {
      url: '${DATABASE_URL}',
      headers: { authorization: 'Bearer ${TOKEN}' },
      list: ['${TOKEN}', 5, null],
    };
    expect(resolveSecrets(options, environment)).toEqual({
      resolved: {
        url: 'postgres://shop:s3cret@db/shop',
        headers: { authorization: 'Bearer t0ken' },
        list: ['t0ken', 5, null],
      },
      secrets: { DATABASE_URL: 'postgres://shop:s3cret@db/shop', TOKEN: 't0ken' },
    });
    expect(options.url).toBe('${DATABASE_URL}');
  });

  it('are upper-case: what is lower-case is filled in by a workflow', () => {
    const options = { bearer: '${token} ${TOKEN} ${toString}' };
    expect(resolveSecrets(options, environment)).toMatchObject({ resolved: { bearer: '${token} t0ken ${toString}' } });
  });

  it('that are missing or empty are all named', () => {
    const options = { a: '${NOWHERE} ${EMPTY}', b: ['${NOWHERE}'] };
    expect(resolveSecrets(options, environment)).toEqual({ missing: ['NOWHERE', 'EMPTY'] });
    expect(missingSecrets({ source: 'database', missing: ['DATABASE_URL'] })).toBe(
      'the source "database" needs DATABASE_URL, which is not set in the environment of the daemon',
    );
    expect(missingSecrets({ source: 'site', missing: ['A', 'B'] })).toBe(
      'the source "site" needs A, B, which are not set in the environment of the daemon',
    );
  });

  it("are never Daywatch's own tokens", () => {
    const own = { DAYWATCH_TOKENS: 'ada:lead:secret', DAYWATCH_TOKEN: 'secret' };
    expect(resolveSecrets(['${DAYWATCH_TOKENS}', '${DAYWATCH_TOKEN}'], own)).toEqual({
      missing: ['DAYWATCH_TOKENS', 'DAYWATCH_TOKEN'],
    });
  });

  it('are values and not patterns', () => {
    expect(resolveSecrets('x${A}y', { A: '$&${B}' })).toEqual({ resolved: 'x$&${B}y', secrets: { A: '$&${B}' } });
  });
});

describe('a masked text', () => {
  it.each([
    ['Bearer t0ken', { TOKEN: 't0ken' }, 'Bearer ${TOKEN}'],
    ['?key=a%2Fb', { KEY: 'a/b' }, '?key=${KEY}'],
    ['{"key":"a\\"b"}', { KEY: 'a"b' }, '{"key":"${KEY}"}'],
    ['?key=a%21b+c', { KEY: 'a!b c' }, '?key=${KEY}'],
    ['said "hunter2-hun…"', { KEY: 'hunter2-hunter3' }, 'said "***…"'],
    ['said "it is hunted…"', { KEY: 'hunter2-hunter3' }, 'said "it is hunted…"'],
    ['Authorization: Basic YWRhOmh1bnRlcjI=', { KEY: 'hunter2' }, 'Authorization: Basic ***'],
    ['longer than long', { SHORT: 'long', LONG: 'longer' }, '${LONG} than ${SHORT}'],
    ['password "s3cret" was refused', { URL: 'postgres://shop:s3cret@db/shop' }, 'password "***" was refused'],
    ['password "p@ss" was refused', { URL: 'postgres://shop:p%40ss@db/shop' }, 'password "***" was refused'],
    ['connect postgres://shop:s3cret@db/shop', {}, 'connect postgres://shop:***@db/shop'],
    ['nothing to hide at http://shop:8080/', { EMPTY: '' }, 'nothing to hide at http://shop:8080/'],
  ])('%s', (text, secrets, expected) => {
    expect(maskSecrets(text, secrets)).toBe(expected);
  });
});
