import type { Deployment } from '@daywatch/shared/vocabulary/deployment.ts';

/**
 * What a running watch is known by: a deployment has one of its own, and one after its rollback. One that is extended
 * judges again what was read while it waited for the decision, so it begins from the readings.
 */
export function watchKey({ id, rollback, extensions = [] }: Deployment): string {
  if (rollback?.watch !== undefined) return `${id}/rollback`;
  return extensions.length === 0 ? id : `${id}/extended-${extensions.length}`;
}
