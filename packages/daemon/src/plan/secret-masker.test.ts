import { describe, expect, it } from 'vitest';
import { secretMasker } from './secret-masker.ts';

describe('a secret of the environment', () => {
  it.each([
    'SHOP_TOKEN',
    'AWS_SECRET_ACCESS_KEY',
    'AWS_ACCESS_KEY_ID',
    'STRIPE_KEY',
    'ENCRYPTION_KEY',
    'SLACK_WEBHOOK',
    'MYSQL_PWD',
    'PGPASSWORD',
    'SSH_PASSPHRASE',
    'NPM_AUTH',
  ])('is known by its name: %s', (name) => {
    expect(secretMasker({ [name]: 'tops3cret!' })('it is tops3cret!.')).toBe(`it is \${${name}}.`);
  });

  it('is known by the password in its address', () => {
    const mask = secretMasker({ MAIL_RELAY: 'smtp://bob:hunter22@mail.example.com' });
    expect(mask('smtp://bob:hunter22@mail.example.com')).toBe(`\${MAIL_RELAY}`);
    expect(mask('login with hunter22')).toBe('login with ***');
  });

  it('is found line by line, for output comes in pieces', () => {
    const mask = secretMasker({ DEPLOY_KEY: '-----BEGIN KEY-----\nMIIEvQIBADANBgkqhkiG9w0B\n-----END KEY-----\n' });
    expect(mask('MIIEvQIBADANBgkqhkiG9w0B\n')).toBe(`\${DEPLOY_KEY}\n`);
  });

  it.each([
    ['GIT_AUTHOR_NAME', 'Dana Smith'],
    ['SSH_AUTH_SOCK', '/run/user/1000/ssh'],
    ['PWD', '/home/dana/shop'],
    ['SHOP_URL', 'https://shop.example.com'],
  ])('is not what everybody may read: %s', (name, value) => {
    expect(secretMasker({ [name]: value })(`${value} here`)).toBe(`${value} here`);
  });
});
