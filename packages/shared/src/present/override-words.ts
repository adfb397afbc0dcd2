import type { OverrideView } from '../api/views.ts';

/** `the whole checklist was overridden by dana: the site is down`. */
export function overrideWords({ what, by, reason }: Pick<OverrideView, 'what' | 'by' | 'reason'>): string {
  const named = what === 'everything' ? 'the whole checklist' : what === 'window' ? 'the window' : `"${what}"`;
  return `${named} was overridden by ${by}: ${reason}`;
}
