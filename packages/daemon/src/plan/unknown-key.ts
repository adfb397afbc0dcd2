import { closest, didYouMean } from './closest.ts';
import type { Path, PlanFault } from './fault.ts';

export function unknownKey({ key, path, known }: { key: string; path: Path; known: readonly string[] }): PlanFault {
  return {
    code: 'unknown-key',
    path: [...path, key],
    at: 'key',
    message: `unknown key "${key}"`,
    about: [closest(key, known) ?? key],
    hint:
      key === '<<'
        ? 'YAML merge keys are not read; repeat the keys, or use an alias for the whole value.'
        : didYouMean(key, known),
  };
}
