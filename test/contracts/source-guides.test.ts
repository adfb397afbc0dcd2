import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parsePlan } from '@daywatch/daemon/src/plan/parse.ts';
import { planKinds } from '@daywatch/daemon/src/plan-kinds.ts';
import { sourceKinds } from '@daywatch/daemon/src/sources/registry.ts';
import { describe, expect, it } from 'vitest';

const folder = join(import.meta.dirname, '../../docs/sources');
const guides = readdirSync(folder).filter((file) => file.endsWith('.md'));
const plansIn = (text: string): string[] =>
  [...text.matchAll(/^```yaml\n(.*?)^```$/gms)].flatMap(([, yaml]) => (yaml?.startsWith('service:') ? [yaml] : []));

describe('the guides of the sources', () => {
  it.each(sourceKinds)('there is one for $type, with a whole plan', ({ type, writtenUnder }) => {
    const [plan] = plansIn(readFileSync(join(folder, `${type}.md`), 'utf8'));
    expect(plan).toMatch(new RegExp(writtenUnder === undefined ? `type: ${type}\\b` : `^${writtenUnder}:`, 'm'));
  });

  it.each(guides)('the plans in %s have no problem', (file) => {
    for (const text of plansIn(readFileSync(join(folder, file), 'utf8'))) {
      const read = parsePlan({ text, file, ...planKinds });
      expect('problems' in read ? read.problems : []).toEqual([]);
    }
  });
});
