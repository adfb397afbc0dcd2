import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { commandLine } from './command-line.fixture.ts';

const shop = new URL('../../../../examples/shop/', import.meta.url).pathname;
const realPlan = new URL('../plan/from-markdown/documents/production-deployment-plan.md', import.meta.url);

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'daywatch-init-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const planFile = () => join(folder, 'daywatch.yaml');
const planText = () => readFileSync(planFile(), 'utf8');

const daywatch = (...words: string[]) => commandLine(folder)(...words);

/** The shop as its team has it, without a plan: `main` and `staging`, a stable tag. */
function shopRepository(): void {
  for (const path of ['src', 'migrations', 'package.json', 'deploy-production.sh'])
    cpSync(join(shop, path), join(folder, path), { recursive: true });
  const git = (...words: string[]) => execFileSync('git', words, { cwd: folder, stdio: 'pipe' });
  git('init', '--quiet', '--initial-branch=main');
  git('add', '.');
  git('-c', 'user.name=Shop', '-c', 'user.email=shop@example.com', 'commit', '--quiet', '-m', 'Shop');
  git('branch', 'staging');
  git('tag', 'stable/production/1.0.0');
  git('remote', 'add', 'origin', 'git@github.com:acme/shop.git');
}

describe('init in a repository', () => {
  it('writes a plan from what it finds, and check has nothing against it', async () => {
    shopRepository();
    const { code, out } = await daywatch('init');
    expect(code).toBe(0);
    expect(out).toBe('✓ daywatch.yaml is written.\n✓ It passes `daywatch check`.');
    const text = planText();
    for (const found of [
      /^preset: node-service/m,
      /^metrics: \$\{EXAMPLE_SHOP_URL\}\/metrics # src\/operations\.ts line \d+$/m,
      /^database: \$\{DATABASE_URL\} #/m,
      /type: sentry/,
      /from: staging/,
      /- \.\/deploy-production\.sh/,
      /run: npm run test:production/,
      /get: \$\{EXAMPLE_SHOP_URL\}\/healthz/,
      /migrations: \{ folder: migrations \}/,
      /tags: stable\/\* # the tag stable\/production\/1\.0\.0/,
    ])
      expect(text).toMatch(found);
    expect((await daywatch('check')).code).toBe(0);
  });

  it('overwrites no plan unless it is told to', async () => {
    writeFileSync(planFile(), 'service: mine\n');
    const refused = await daywatch('init');
    expect(refused.code).toBe(1);
    expect(refused.err).toContain('daywatch.yaml is there already.');
    expect(planText()).toBe('service: mine\n');
    expect((await daywatch('init', '--force')).code).toBe(0);
    expect(planText()).toContain('preset: web-service');
  });

  it('sees a plan under its other names too', async () => {
    writeFileSync(join(folder, 'daywatch.yml'), 'service: mine\n');
    expect((await daywatch('init')).err).toContain('daywatch.yml is there already.');
  });

  it('writes nothing in a dry run', async () => {
    const { code, out } = await daywatch('init', '--dry-run');
    expect(code).toBe(0);
    expect(out).toContain('[TBD: the command that deploys what is checked out]');
    expect(() => planText()).toThrow('ENOENT');
  });
});

describe('init from a deployment plan', () => {
  beforeEach(() => cpSync(realPlan, join(folder, 'PLAN.md')));

  it('says sentence by sentence what each became, and what is still to be decided', async () => {
    const { code, out } = await daywatch('init', '--from', 'PLAN.md');
    expect(code).toBe(0);
    expect(out).toContain('Pre-Deployment Checklist line 16');
    expect(out).toMatch(
      / {4}23 {2}Stakeholders have been informed of the deployment\n {8}→ checklist stakeholders-informed-deployment: announced/,
    );
    expect(out).toMatch(/Assist with troubleshooting\n {8}✗ not placed: it is for people to do/);
    expect(out).toMatch(/! \d+ things are still to be decided:/);
    expect(out).toMatch(/Scheduled Date: Requires stakeholder approval \(PLAN\.md line 11\)/);
    expect(planText()).toMatch(/^ {6}to: main # "Merge the staging branch to main:"/m);
    const checked = await daywatch('check');
    expect(checked.code).toBe(1);
    expect(checked.err).toMatch(/^daywatch\.yaml:\d+:\d+: error: still to be decided: Application Performance/m);
  });

  it('tells programs the same as JSON', async () => {
    const { out } = await daywatch('init', '--from', 'PLAN.md', '--dry-run', '--json');
    const answer = JSON.parse(out);
    expect(answer).toMatchObject({ written: false, file: planFile(), plan: expect.stringContaining('rollback:') });
    expect(answer.sections.map(({ heading }: { heading: string }) => heading)).toContain('Rollback Steps');
    expect(answer.problems).toContainEqual(
      expect.objectContaining({ code: 'to-be-decided', line: expect.any(Number) }),
    );
  });

  it.each([
    ['a file that is not there', 'nothing.md', undefined, 'There is no such file: nothing.md.'],
    [
      'a file that is no text',
      'plan.pdf',
      Buffer.from([0x25, 0x50, 0xff, 0xfe, 0x80]),
      'plan.pdf is not text in UTF-8.',
    ],
    ['a file with zero bytes', 'plan.bin', Buffer.from('# Plan\0\0'), 'plan.bin is not text in UTF-8.'],
    ['an empty file', 'empty.md', Buffer.from('\n'), 'the document says nothing'],
  ])('refuses %s and writes nothing', async (_, name, bytes, sentence) => {
    if (bytes !== undefined) writeFileSync(join(folder, name), bytes);
    const { code, err } = await daywatch('init', '--from', name);
    expect(code).toBe(1);
    expect(err).toContain(sentence);
    expect(() => planText()).toThrow('ENOENT');
  });
});

describe('plan', () => {
  beforeEach(() => {
    const plan = readFileSync(join(shop, 'daywatch.yaml'), 'utf8');
    writeFileSync(planFile(), plan);
  });

  it('prints the plan for people', async () => {
    const { code, out } = await daywatch('plan');
    expect(code).toBe(0);
    expect(out).toContain('shop → production');
    expect(out).toContain('Before the deploy');
    expect(out).toContain('Watch for 1d, a look every 15s');
    expect(out).toContain('· API error rate (critical): at most 1 %');
  });

  it('writes a document that init reads back as the same plan', async () => {
    const { out } = await daywatch('plan', 'production', '--markdown');
    writeFileSync(join(folder, 'PLAN.md'), out);
    const before = JSON.parse((await daywatch('plan', '--json')).out);
    await daywatch('init', '--from', 'PLAN.md', '--force');
    const after = JSON.parse((await daywatch('plan', '--json')).out);
    expect({ ...after, hash: '' }).toEqual({ ...before, hash: '' });
  });

  it('names the environments when there is no such one', async () => {
    const { code, err } = await daywatch('plan', 'live');
    expect(code).toBe(64);
    expect(err).toContain('The plan has no environment "live".');
  });
});
