import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fewKinds } from './kinds.fixture.ts';
import { loadPlan } from './load.ts';
import { longPlan } from './long-plan.fixture.ts';
import { planHash } from './plan-hash.ts';

let top: string;
beforeEach(async () => {
  top = await mkdtemp(join(tmpdir(), 'daywatch-plan-'));
  await mkdir(join(top, 'packages', 'api'), { recursive: true });
});
afterEach(() => rm(top, { recursive: true, force: true }));

const load = (folder: string, file?: string) => loadPlan({ folder, file, ...fewKinds });

describe('the plan', () => {
  it.each(['daywatch.yaml', 'daywatch.yml'])('is found as %s in a folder above', async (name) => {
    await writeFile(join(top, name), longPlan);
    const loaded = await load(join(top, 'packages', 'api'));
    expect(loaded).toMatchObject({ plan: { hash: planHash(longPlan) }, file: join(top, name), text: longPlan });
  });

  it('may be JSON', async () => {
    await writeFile(join(top, 'daywatch.json'), '{ "service": 5 }');
    const loaded = await load(top);
    expect(loaded).toMatchObject({
      problems: [{ file: 'daywatch.json' }, { file: 'daywatch.json', line: 1, column: 14 }],
    });
  });

  it('nearest to the folder is taken', async () => {
    await writeFile(join(top, 'daywatch.yaml'), 'far: 1');
    await writeFile(join(top, 'packages', 'daywatch.yml'), longPlan);
    expect(await load(join(top, 'packages', 'api'))).toMatchObject({ file: join(top, 'packages', 'daywatch.yml') });
  });

  it('can be named, relative to the folder', async () => {
    await writeFile(join(top, 'other.yaml'), 'service: shop');
    const loaded = await load(join(top, 'packages'), '../other.yaml');
    expect(loaded).toMatchObject({ problems: [{ code: 'no-environment', file: join('..', 'other.yaml') }] });
  });

  it('that is not there is a problem with a way out', async () => {
    const { problems } = (await load(top, 'none.yaml')) as { problems: unknown };
    expect(problems).toEqual([{ code: 'plan-not-found', message: 'there is no such file', file: 'none.yaml' }]);
  });

  it('that cannot be read is a problem', async () => {
    await mkdir(join(top, 'daywatch.yaml'));
    expect(await load(top)).toEqual({
      problems: [{ code: 'plan-unreadable', message: 'the file cannot be read (EISDIR)', file: 'daywatch.yaml' }],
    });
  });
});
