import { createHash, timingSafeEqual } from 'node:crypto';
import type { Role } from '@daywatch/shared/api/route.ts';
import type { Signer } from '../ports/commands.ts';
import type { Refusal } from '../problems.ts';
import type { HttpParts, TokenHolder } from './parts.ts';

/** Who is let in, and the name the record will know them by. */
export type Admission = { readonly by: string; readonly signer: Signer } | { readonly refused: Refusal };

export interface Auth {
  /** `need` is never `runner`: that token belongs to one deployment. */
  admit(authorization: string | undefined, need: Exclude<Role, 'runner'> | 'open'): Admission;
  admitRunner(authorization: string | undefined, deployment: string): Promise<Admission>;
}

const ladder: readonly Role[] = ['viewer', 'developer', 'lead'];
const bearer = /^Bearer +([\w~+/.=-]+)$/i;
const letIn = (signer: Signer): Admission => ({ by: signer.name, signer });
const anybody = letIn({ name: 'anybody', role: 'viewer', owner: false });
const missing: Admission = {
  refused: {
    code: 'token-missing',
    detail: 'This needs a token.',
    hint: 'Send it as "Authorization: Bearer TOKEN"; `daywatch` reads it from DAYWATCH_TOKEN.',
  },
};
const unknown: Admission = {
  refused: { code: 'token-unknown', detail: 'The token is not one that this daemon knows.' },
};

const sha256 = (text: string): Buffer => createHash('sha256').update(text).digest();

/** Lets in by bearer token. Only digests are compared, in constant time. */
export function createAuth({ access, store }: Pick<HttpParts, 'access' | 'store'>): Auth {
  const holders = access.tokens.map((holder) => ({ holder, digest: sha256(holder.token) }));
  /** Tokens that were found good; there are never more of them than holders. */
  const seen = new Map<string, TokenHolder>();

  function holderOf(token: string): TokenHolder | undefined {
    const before = seen.get(token);
    if (before !== undefined) return before;
    const digest = sha256(token);
    let found: TokenHolder | undefined;
    for (const one of holders) if (timingSafeEqual(one.digest, digest)) found = one.holder;
    if (found !== undefined) seen.set(token, found);
    return found;
  }

  return {
    admit(authorization, need) {
      if (need === 'open') return anybody;
      const token = tokenOf(authorization);
      if (token === undefined) return missing;
      const holder = holderOf(token);
      if (holder === undefined) return unknown;
      if (!suffices(holder.role, need)) return tooLow(holder, need);
      const { name, email, role, owner = false } = holder;
      return letIn({ name, role, owner, ...(email !== undefined && { email }) });
    },
    async admitRunner(authorization, deployment) {
      const token = tokenOf(authorization);
      if (token === undefined) return missing;
      const key = await store.runnerKey(deployment);
      const digest = sha256(token);
      if (key !== undefined && key.length === 64 && timingSafeEqual(Buffer.from(key, 'hex'), digest)) {
        return letIn({ name: `runner of ${deployment}`, role: 'runner', owner: false });
      }
      const holder = holderOf(token);
      if (holder !== undefined) return tooLow(holder, 'runner');
      const detail = `The token is not that of the runner of ${deployment}.`;
      return {
        refused: { code: 'token-unknown', detail, hint: 'A resumed deployment has a new runner and a new token.' },
      };
    },
  };
}

const tokenOf = (authorization: string | undefined): string | undefined =>
  authorization === undefined ? undefined : bearer.exec(authorization)?.[1];

function suffices(have: Role, need: Role): boolean {
  const rank = ladder.indexOf(need);
  return rank < 0 ? have === need : ladder.indexOf(have) >= rank;
}

const tooLow = ({ name, role }: TokenHolder, need: Role): Admission => ({
  refused: { code: 'role-too-low', detail: `This needs the role ${need}; the token of ${name} has the role ${role}.` },
});
