import type { Mapping } from './read-fields.ts';

/** Keys at the top of a plan that say something to a preset. */
export const presetKeys = ['url', 'metrics', 'database'] as const;
type PresetKey = (typeof presetKeys)[number];

/** What a preset brings: sources and criteria in the form in which people write them. */
export interface Preset {
  readonly name: string;
  readonly summary: string;
  /** The source that each key stands for; its `url` is the key's value. */
  readonly sources: Readonly<Record<PresetKey, { readonly name: string; readonly type: string }>>;
  /** Those whose source is there are used. */
  readonly criteria: Readonly<Record<string, Mapping & { readonly source: string }>>;
}
