import type { Occasion } from '../../ports/source.ts';

/** What ran there, as one word: it changes with each deploy and each rollback. */
export interface Era {
  readonly key: string;
  /** The deployment, when one is known. A rollback belongs to the deployment that it takes back. */
  readonly deployment: string | undefined;
}

export function eraOf({ deployed }: Occasion = {}): Era {
  if (deployed === undefined) return { key: 'before', deployment: undefined };
  return { key: `${deployed.deployment} ${deployed.version} ${deployed.commit}`, deployment: deployed.deployment };
}
