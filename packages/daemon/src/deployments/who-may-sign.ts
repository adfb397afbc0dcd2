import type { Signer } from '../ports/commands.ts';
import type { Refusal } from '../problems.ts';

export interface SigningQuestion {
  /** What the item is called. */
  readonly item: string;
  /** Whose signature it takes. */
  readonly role: string;
  /** Who the plan says has the role; `undefined` when the plan does not name it: then it takes a lead. */
  readonly people: readonly string[] | undefined;
  readonly signer: Signer;
  /** The role in whose place the owner of the daemon wants to sign. */
  readonly as?: string;
}

/** Whether this person may sign. The owner may stand in for any role that he names; the record says so. */
export function maySign({
  item,
  role,
  people,
  signer,
  as,
}: SigningQuestion): { readonly standIn?: true } | { readonly refused: Refusal } {
  if (people === undefined ? signer.role === 'lead' : hasRole(signer, people)) return {};
  if (signer.owner && as === role) return { standIn: true };
  const who = people === undefined ? 'a lead' : `${role}: ${people.join(', ') || 'nobody has that role yet'}`;
  return {
    refused: {
      code: 'wrong-person',
      detail: `${item} is for ${role} to sign; ${signer.name} is not one of them.`,
      hint: signer.owner
        ? `It takes ${who}. With this daemon's own token you can stand in, which is recorded: --as ${role}`
        : `It takes ${who}.`,
    },
  };
}

function hasRole({ name, email }: Signer, people: readonly string[]): boolean {
  const called = [name, email].flatMap((word) => (word === undefined ? [] : [word.toLowerCase()]));
  return people.some((one) => called.includes(one.trim().toLowerCase()));
}
