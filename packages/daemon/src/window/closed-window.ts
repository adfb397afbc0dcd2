import type { Instant } from '@daywatch/shared/vocabulary/time.ts';
import type { WindowPlan } from '@daywatch/shared/vocabulary/window.ts';
import { windowStateAt } from './window-state.ts';

/** Why the window does not let anybody deploy now, and when it does; `undefined` when it is open, or there is none. */
export function closedWindow(window: WindowPlan | undefined, now: Instant): string | undefined {
  if (window === undefined) return undefined;
  const { state, because } = windowStateAt(window, now);
  return state === 'open' ? undefined : because;
}

/** A lead has said why one may deploy although it is not the time. */
export const isWindowOverridden = ({
  overrides = [],
}: {
  readonly overrides?: readonly { readonly what: string }[];
}): boolean => overrides.some(({ what }) => what === 'window' || what === 'everything');
