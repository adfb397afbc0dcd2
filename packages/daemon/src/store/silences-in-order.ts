import type { Silence } from '@daywatch/shared/vocabulary/silence.ts';
import { parseRfc3339 } from '@daywatch/shared/vocabulary/time.ts';

/** In order of their beginning; of two in the same moment the one with the smaller id comes first. */
export const inOrder = (silences: readonly Silence[]): readonly Silence[] =>
  silences.toSorted((a, b) => at(a.from) - at(b.from) || (a.id < b.id ? -1 : 1));

const at = (time: string): number => parseRfc3339(time) ?? Number.NaN;
