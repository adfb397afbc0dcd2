import type { Path, PlanFault } from './fault.ts';

/** A key that is missing because it is misspelt is one fault and not two: the unknown key, which says what was meant. */
export function withoutMisspelt(faults: readonly PlanFault[]): readonly PlanFault[] {
  const meant = new Set(
    faults.flatMap(({ code, path, about = [] }) =>
      code === 'unknown-key' ? about.map((key) => place(path.slice(0, -1), key)) : [],
    ),
  );
  return faults.filter(
    ({ code, path, about = [] }) => code === 'unknown-key' || !about.some((key) => meant.has(place(path, key))),
  );
}

const place = (mapping: Path, key: string): string => JSON.stringify([...mapping, key]);
