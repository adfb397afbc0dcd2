import { t } from '@vscode/l10n';
import type { SecretStorage } from 'vscode';
import type { Daemon } from './daemon.ts';

function parsed(url: string): URL {
  if (URL.canParse(url)) return new URL(url);
  throw new Error(t('"{0}" is no address of a daemon. Write it like https://daywatch.example.com.', url));
}

const keyOf = (url: string): string => `token:${parsed(url).origin}`;
const loopback = new Set(['127.0.0.1', 'localhost', '[::1]']);

/** Tokens, each bound to the daemon it was given for: a changed address never gets another daemon's token. */
export interface Tokens {
  of(url: string): Promise<Daemon>;
  keep(url: string, token: string): Promise<void>;
}

export function createTokens(secrets: Pick<SecretStorage, 'get' | 'store'>): Tokens {
  return {
    async of(url) {
      const { protocol, hostname } = parsed(url);
      if (protocol !== 'https:' && !loopback.has(hostname)) {
        throw new Error(t('{0} is not encrypted: a token would be readable on the way. Use https.', url));
      }
      return { url, token: await secrets.get(keyOf(url)) };
    },
    keep: async (url, token) => secrets.store(keyOf(url), token),
  };
}
