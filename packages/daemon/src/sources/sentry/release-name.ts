import type { Occasion } from '../../ports/source.ts';

export type Deployed = NonNullable<Occasion['deployed']>;

/** `shop@{version}` → `shop@1.4.2`. `undefined` when the plan does not say how releases are called. */
export function releaseOf(form: string | undefined, { version, commit }: Deployed): string | undefined {
  return form?.replaceAll('{version}', () => version).replaceAll('{commit}', () => commit);
}
