import type { EnvironmentView } from '@daywatch/shared/api/views.ts';

/** The last values of each criterion that this window has seen, the oldest first. */
export type History = Readonly<Record<string, readonly number[]>>;

/** As many as a small picture can show. */
const kept = 40;

/** With what one more verdict says. A criterion without a value adds none; one that is gone is forgotten. Pure. */
export const withValuesOf = (history: History, { criteria }: EnvironmentView['verdict']): History =>
  Object.fromEntries(
    criteria.map(({ name, value }) => {
      const before = history[name] ?? [];
      return [name, value === undefined ? before : [...before, value].slice(-kept)];
    }),
  );
