import { minutes, seconds } from '@daywatch/shared/vocabulary/time.ts';
import { describe, expect, it } from 'vitest';
import { planKinds } from '../plan-kinds.ts';
import { parsePlan } from './parse.ts';

const read = (rollback: string, checklist = '[]') =>
  parsePlan({
    text: `service: shop
sources: { site: { type: http, url: "http://shop.test" } }
environments:
  production:
    checklist: ${checklist}
    watch: { criteria: { up: { severity: blocking, source: site, check: { path: /, status: 200 } } } }
    rollback: { steps: [ ./deploy.sh ], ${rollback} }
`,
    file: 'daywatch.yaml',
    ...planKinds,
  });
const planOf = (...written: Parameters<typeof read>) => {
  const found = read(...written);
  if ('problems' in found) throw new Error(JSON.stringify(found.problems));
  return found.plan.environments.production;
};

describe('a rollback', () => {
  it('says how it is rehearsed, who begins it, how soon again, and how long it is watched', () => {
    const all =
      'dry-run: "./deploy.sh --dry-run ${ref}", migrations: { folder: drizzle }, automatic: true, cool-down: 30m, watch: { for: 10m }';
    expect(planOf(all)?.rollback).toMatchObject({
      dryRun: './deploy.sh --dry-run ${ref}',
      migrations: { folder: 'drizzle' },
      automatic: true,
      coolDown: minutes(30),
      watchFor: minutes(10),
    });
  });
  it('is begun by nobody but people, unless it says so', () => {
    expect(planOf('automatic: false')?.rollback).not.toHaveProperty('automatic');
  });
  it.each([
    ['automatic: yes please'],
    ['cool-down: soon'],
    ['migrations: drizzle'],
    ['watch: { for: 0s }'],
    ['dry-run: "./deploy.sh ${reff}"'],
    ['automatics: true'],
  ])('%s is told, with its place', (written) => {
    const found = read(written);
    if (!('problems' in found)) throw new Error('nothing was found');
    expect(found.problems).toHaveLength(1);
    expect(found.problems[0]).toMatchObject({
      line: 7,
      path: expect.stringMatching(/^environments\.production\.rollback\./),
    });
    expect(found.problems[0]).toMatchSnapshot();
  });
});

describe('what can be rehearsed is rehearsed before each deploy', () => {
  const types = (...written: Parameters<typeof read>) =>
    planOf(...written)?.checklist.map(({ type, id }) => `${type} ${id}`);
  it.each([
    ['', '[]', []],
    ['dry-run: ./deploy.sh --dry-run', '[]', ['rollback-ready rollback-ready']],
    ['migrations: { folder: drizzle }', '[]', ['rollback-ready rollback-ready']],
    [
      'migrations: { folder: drizzle }',
      '[ { id: ready, title: Ready, rollback-ready: true } ]',
      ['rollback-ready ready'],
    ],
    [
      'migrations: { folder: drizzle }',
      '[ { id: rollback-ready, title: Ready, run: "true" } ]',
      ['run rollback-ready', 'rollback-ready rollback-is-ready'],
    ],
  ])('%j with %s', (rollback, checklist, expected) => {
    expect(types(rollback, checklist)).toEqual(expected);
  });
  it('takes as long as any other look that the plan says nothing of', () => {
    expect(planOf('dry-run: "true"')?.checklist[0]).toMatchObject({ by: 'runner', timeout: seconds(600) });
  });
});
