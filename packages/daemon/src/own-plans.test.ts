import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { rememberOwnPlans } from './own-plans.ts';
import { parsePlan } from './plan/parse.ts';
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
const services = (plans: ReturnType<typeof remember>) => plans().map(({ service }) => service);

it('remembers what stood in the file when a checkout changes or removes it', () => {
  writeFileSync(file, planOf('new'));
  const plans = remember(file);
  writeFileSync(file, planOf('old'));
  expect(services(plans)).toEqual(['old', 'new']);
  rmSync(file);
  expect(services(plans)).toEqual(['old', 'new']);
  writeFileSync(file, planOf('new'));
  expect(services(plans)).toEqual(['new', 'old']);
});

it('takes nothing that is no plan, and has nothing without a file', () => {
  writeFileSync(file, 'service: [');
  const plans = remember(file);
  expect(services(plans)).toEqual([]);
  writeFileSync(file, planOf('mended'));
  expect(services(plans)).toEqual(['mended']);
  expect(services(remember(undefined))).toEqual([]);
});
