import type { DeployConfirmation } from '../settings.ts';

export interface Asked {
  readonly confirm: DeployConfirmation;
  /** By a link: somebody else may have written it. */
  readonly byLink: boolean;
  readonly warnings: readonly string[];
}

/** Whether a deploy is confirmed first. Pure. */
export const mustAsk = ({ confirm, byLink, warnings }: Asked): boolean =>
  confirm === 'always' || byLink || warnings.length > 0;
