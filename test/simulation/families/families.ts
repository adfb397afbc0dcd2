import type { Case } from '../case.ts';
import { type Random, randomFrom } from '../random.ts';
import { checkCase } from './check.ts';
import { countCase } from './count.ts';
import { gaugeCase } from './gauge.ts';
import { latencyCase } from './latency.ts';
import { rateCase } from './rate.ts';
import { severalCase } from './several.ts';

export const families: Readonly<Record<string, (random: Random) => Omit<Case, 'id' | 'group'>>> = {
  rate: rateCase,
  check: checkCase,
  count: countCase,
  latency: latencyCase,
  gauge: gaugeCase,
  several: severalCase,
};

/** The n-th case of a family: the same for the same seed, whichever others are made. */
export function caseOf(family: string, seed: number, n: number): Case {
  const make = families[family];
  if (make === undefined) throw new Error(`no family "${family}"; there are ${Object.keys(families).join(', ')}`);
  const start = (Math.imul(seed, 0x9e3779b1) ^ Math.imul(n + 1, 0x85ebca6b) ^ family.charCodeAt(0)) >>> 0;
  return { id: `${family}-${n}`, group: family, ...make(randomFrom(start)) };
}
