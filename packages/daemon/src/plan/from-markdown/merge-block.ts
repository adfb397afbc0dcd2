import type { Draft } from '../draft/draft.ts';
import type { Path } from '../fault.ts';
import { isMapping, type Mapping } from '../read-fields.ts';

/** Keys of an environment; every other stands at the top of a plan. */
const ofEnvironment: ReadonlySet<string> = new Set([
  'window',
  'checklist',
  'deploy',
  'verify',
  'watch',
  'rollback',
  'announce',
  'dashboards',
]);

/** Mappings that are put together key by key; everything else is said whole or not at all. */
export function isMerged(path: Path): boolean {
  if (path.length <= 1) return path.length === 0 || path[0] === 'environments' || path[0] === 'roles';
  if (path[0] !== 'environments') return false;
  return (
    path.length === 2 ||
    (path.length === 3 && ['window', 'deploy', 'watch', 'rollback', 'dashboards'].includes(String(path[2])))
  );
}

/** A block's keys in their places: those of an environment belong to the one that the document is about. */
export function placesOf(block: Mapping, environment: string): Mapping {
  const own = Object.entries(block).filter(([key]) => ofEnvironment.has(key));
  const top = Object.entries(block).filter(([key]) => !ofEnvironment.has(key));
  if (own.length === 0) return block;
  const others = isMapping(block.environments) ? block.environments : {};
  return { ...Object.fromEntries(top), environments: { ...others, [environment]: Object.fromEntries(own) } };
}

/** What a block says stands, whatever the prose said; `null` takes away what prose said too much. */
export function mergeBlock(draft: Draft, block: unknown, origin: string, path: Path = []): void {
  if (isMapping(block) && isMerged(path) && (path.length === 0 || isMapping(draft.at(path)))) {
    for (const [key, value] of Object.entries(block)) mergeBlock(draft, value, origin, [...path, key]);
    return;
  }
  // A key in the middle of a path that prose did not say is written whole, but for what it takes away.
  draft.replace(path, block === null ? undefined : withoutNulls(block, path), path.length > 2 ? origin : undefined);
}

function withoutNulls(value: unknown, path: Path): unknown {
  if (!isMapping(value) || !isMerged(path)) return value;
  const kept = Object.entries(value).filter(([, inner]) => inner !== null);
  return Object.fromEntries(kept.map(([key, inner]) => [key, withoutNulls(inner, [...path, key])]));
}
