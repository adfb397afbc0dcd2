import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DemoFailure } from './demo-failure.ts';

export const repositoryUrl = 'https://github.com/daywatch/daywatch';

/** The repository this program runs from: the shop lives there. A daemon that came with the editor has none. */
export function findRepository(from: string): string {
  for (let here = from; ; here = dirname(here)) {
    if (existsSync(join(here, 'examples/shop/setup-repository.ts'))) return here;
    if (dirname(here) !== here) continue;
    throw new DemoFailure(`The demo needs the sample shop, which is in the repository of Daywatch: ${repositoryUrl}`, {
      hint: 'In a clone of it: npm run demo',
      wrongPlace: true,
    });
  }
}
