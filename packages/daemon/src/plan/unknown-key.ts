import { closest, didYouMean } from './closest.ts';
import type { Path, PlanFault } from './fault.ts';

/** Keys of plans for later versions: whoever writes one is told so instead of being offered a neighbour. */
const later: Readonly<Record<string, string>> = {
  announce: 'Announcements',
};

export function unknownKey({ key, path, known }: { key: string; path: Path; known: readonly string[] }): PlanFault {
  const feature = Object.hasOwn(later, key) ? later[key] : undefined;
  return {
    code: 'unknown-key',
    path: [...path, key],
    at: 'key',
    message: `unknown key "${key}"`,
    about: [feature === undefined ? (closest(key, known) ?? key) : key],
    hint:
      feature === undefined
        ? key === '<<'
          ? 'YAML merge keys are not read; repeat the keys, or use an alias for the whole value.'
          : didYouMean(key, known)
        : `${feature} are not known to this version of Daywatch; remove the key.`,
  };
}
