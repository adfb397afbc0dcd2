import type { Instant } from '@daywatch/shared/vocabulary/time.ts';
import { rfc3339 } from '@daywatch/shared/vocabulary/time.ts';

/** `stable/production/2026-12-02`: the day of the GO, in UTC. The second one of a day ends with `.2`. */
export function stableTagName(environment: string, at: Instant, taken: readonly string[]): string {
  const first = `stable/${environment}/${rfc3339(at).slice(0, 10)}`;
  if (!taken.includes(first)) return first;
  for (let count = 2; ; count += 1) {
    const name = `${first}.${count}`;
    if (!taken.includes(name)) return name;
  }
}

/** A tag that Daywatch has made for this environment. */
export const isOwnTag = (name: string, environment: string): boolean => name.startsWith(`stable/${environment}/`);

/** A tag that Daywatch has made for another one: what is stable there may never have run here. */
export const isTagOfAnother = (name: string, environment: string): boolean =>
  /^stable\/[^/]+\/\d{4}-\d\d-\d\d(?:\.\d+)?$/.test(name) && !isOwnTag(name, environment);
