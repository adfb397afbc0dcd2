import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type OwnPlans, rememberOwnPlans } from './own-plans.ts';
import { parsePlan } from './plan/parse.ts';
import { planHash } from './plan/plan-hash.ts';
import { planKinds } from './plan-kinds.ts';

const planOf = (service: string) => `service: ${service}\npreset: web-service\nurl: http://127.0.0.1:9\n`;

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'daywatch-own-plans-'));
  file = join(folder, 'daywatch.yaml');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const remember = (of: string | undefined) =>
  rememberOwnPlans({ file: of, readPlan: (text, name) => parsePlan({ text, file: name, ...planKinds }) });
const services = (plans: OwnPlans, environment = 'production') => plans.of(environment).map(({ service }) => service);
const deploying = (plan: string, { id = 'D1', requestedAt = '2026-12-01T22:00:00.000Z' } = {}) => ({
  id,
  environment: 'production',
  planHash: planHash(planOf(plan)),
  requestedAt,
  phase: 'deploying' as const,
  runnerPhase: 'deploying' as const,
});
const later = { id: 'D2', requestedAt: '2026-12-02T22:00:00.000Z' };

it('goes by what stands in the file now', () => {
  writeFileSync(file, planOf('old'));
  const plans = remember(file);
  expect(services(plans)).toEqual(['old']);
  writeFileSync(file, planOf('new'));
  expect(services(plans)).toEqual(['new']);
  rmSync(file);
  expect(services(plans)).toEqual([]);
});

it('remembers what stood there when a deployment began, for its environment, whatever a rollback checks out', () => {
  writeFileSync(file, planOf('new'));
  const plans = remember(file);
  plans.changed(deploying('new'));
  writeFileSync(file, planOf('old'));
  plans.changed({ ...deploying('new'), phase: 'rolling-back', runnerPhase: 'rolling-back' });
  expect(services(plans)).toEqual(['old', 'new']);
  expect(services(plans, 'staging')).toEqual(['old']);
  rmSync(file);
  plans.changed({ ...deploying('new'), phase: 'rolled-back', runnerPhase: 'verifying-rollback' });
  expect(services(plans)).toEqual(['new']);
});

it('forgets it when another deployment begins, or goes on with another plan', () => {
  writeFileSync(file, planOf('removed'));
  const plans = remember(file);
  plans.changed(deploying('removed'));
  writeFileSync(file, planOf('kept'));
  plans.changed({ ...deploying('kept', later), phase: 'preflight', runnerPhase: 'preflight' });
  expect(services(plans)).toContain('removed');
  plans.changed(deploying('kept', later));
  // What is still told of the one before changes nothing.
  plans.changed({ ...deploying('removed'), phase: 'superseded' });
  rmSync(file);
  expect(services(plans)).toEqual(['kept']);
  plans.changed(deploying('registered over the network', later));
  expect(services(plans)).toEqual([]);
});

it('forgets it when a deployment begins whose plan is not its own, whatever is told of the one before', () => {
  writeFileSync(file, planOf('removed'));
  const plans = remember(file);
  plans.changed(deploying('removed'));
  plans.changed(deploying('registered over the network', later));
  plans.changed({ ...deploying('removed'), phase: 'superseded' });
  rmSync(file);
  expect(services(plans)).toEqual([]);
});

it('does not take a plan for its own because it stood in the file once', () => {
  writeFileSync(file, planOf('removed'));
  const plans = remember(file);
  expect(services(plans)).toEqual(['removed']);
  writeFileSync(file, planOf('kept'));
  plans.changed(deploying('removed'));
  expect(services(plans)).toEqual(['kept']);
});

it('takes nothing that is no plan, and has nothing without a file', () => {
  writeFileSync(file, 'service: [');
  const plans = remember(file);
  expect(services(plans)).toEqual([]);
  writeFileSync(file, planOf('mended'));
  expect(services(plans)).toEqual(['mended']);
  expect(services(remember(undefined))).toEqual([]);
});
