import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checklistKinds } from '@daywatch/daemon/src/checklist/registry.ts';
import { systemClock } from '@daywatch/daemon/src/clock.ts';
import { type Daemon, startDaemon } from '@daywatch/daemon/src/main.ts';
import { loadPlan } from '@daywatch/daemon/src/plan/load.ts';
import { secretMasker } from '@daywatch/daemon/src/plan/secret-masker.ts';
import { planKinds } from '@daywatch/daemon/src/plan-kinds.ts';
import type { Logger } from '@daywatch/daemon/src/ports/logger.ts';
import { gitEnvironment, shopCheckout } from '@daywatch/daemon/src/runner/checkout.fixture.ts';
import { deploy } from '@daywatch/daemon/src/runner/deploy.ts';
import { openGit } from '@daywatch/daemon/src/runner/git.ts';
import { prepare } from '@daywatch/daemon/src/runner/prepare.ts';
import type { RunnerEvent } from '@daywatch/daemon/src/runner/runner-event.ts';
import type { RunnerTools } from '@daywatch/daemon/src/runner/session.ts';
import { readDaemonSettings } from '@daywatch/daemon/src/settings.ts';
import { stepKinds } from '@daywatch/daemon/src/steps/registry.ts';
import { type Client, createClient } from '@daywatch/shared/client/client.ts';
import { millis, seconds } from '@daywatch/shared/vocabulary/time.ts';
import { afterEach, beforeEach, expect, it } from 'vitest';

const planText = (title = 'Rollback reviewed') => `
service: shop
sources:
  site: { type: http, url: "http://127.0.0.1:9" }
roles:
  devops-lead: [ dana@example.com ]
environments:
  production:
    checklist:
      - { id: clean, title: Nothing is uncommitted, git: [ clean, mergeable ] }
      - { id: tests, title: Tests pass, run: test -f version }
      - { id: backup, title: Backup, backup: { files: backups/*.dump, within: 6h } }
      - { id: reviewed, title: ${title}, sign-off: devops-lead }
    deploy: { from: staging, to: main, steps: [ git checkout main, git merge --no-edit staging, ./deploy.sh ] }
    watch:
      criteria:
        healthy: { source: site, check: { path: /, status: 200 } }
`;

const tokens = {
  dana: 'dana-0123456789abcdef',
  ada: 'ada-0123456789abcdef',
  lead: 'lead-0123456789abcdef',
};
const silent: Logger = { debug() {}, info() {}, warn() {}, error() {}, child: () => silent };

let checkout: ReturnType<typeof shopCheckout>;
let data: string;
let daemon: Daemon;
beforeEach(async () => {
  checkout = shopCheckout();
  checkout.git('checkout', '-q', 'staging');
  checkout.commit('The plan', { 'daywatch.yaml': planText(), '.gitignore': 'deployed\nbackups/\n.daywatch/\n' });
  checkout.git('checkout', '-q', 'main');
  checkout.git('merge', '-q', 'staging');
  checkout.git('checkout', '-q', 'staging');
  checkout.commit('Faster', { speed: 'faster' });
  data = mkdtempSync(join(tmpdir(), 'daywatch-planned-'));
  const settings = readDaemonSettings(
    {
      environment: {
        PATH: gitEnvironment.PATH,
        USER: 'root',
        DAYWATCH_TOKENS: [
          `Dana <dana@example.com>:developer:${tokens.dana}`,
          `ada:developer:${tokens.ada}`,
          `lea:lead:${tokens.lead}`,
        ].join(','),
      },
    },
    checkout.folder,
    { port: '0', data },
  );
  if ('problems' in settings) throw new Error(JSON.stringify(settings.problems));
  const planFile = join(checkout.folder, 'daywatch.yaml');
  daemon = await startDaemon({ settings, planFile, dashboardPage: () => '', log: silent });
});
afterEach(async () => {
  await daemon.stop();
  checkout.remove();
  rmSync(data, { recursive: true, force: true });
});

const as = (who: keyof typeof tokens): Client => createClient({ url: daemon.url, token: tokens[who] });

/** What `daywatch prepare` and `daywatch deploy` do, with somebody's token. */
async function runner(who: keyof typeof tokens) {
  const loaded = await loadPlan({ folder: checkout.folder, ...planKinds });
  if ('problems' in loaded) throw new Error(JSON.stringify(loaded.problems));
  const { plan, text, file } = loaded;
  const environment = plan.environments.production;
  if (environment === undefined) throw new Error('the plan has lost production');
  const told: RunnerEvent[] = [];
  const tools: RunnerTools = {
    folder: checkout.folder,
    git: openGit(checkout.folder, gitEnvironment),
    stepKinds,
    checklistKinds,
    environment: gitEnvironment,
    mask: secretMasker(gitEnvironment),
    outbound: { request: async () => ({ type: 'failed', because: 'nobody is outside', after: seconds(0) }) },
    clock: systemClock,
    signal: new AbortController().signal,
    daemon: { client: as(who), reporting: (token) => createClient({ url: daemon.url, token }) },
    tell: (event) => told.push(event),
  };
  const place = { plan, planText: text, planFile: file, environment };
  return {
    told,
    prepare: (check = false) => prepare({ ...place, id: `01PREPARE${Math.random()}`.replace('.', ''), check }, tools),
    deploy: (override?: string) =>
      deploy(
        {
          ...place,
          id: `01DEPLOY${Math.random()}`.replace('.', ''),
          resume: false,
          signOffPatience: millis(0),
          confirm: async () => true,
          ...(override !== undefined && { override }),
        },
        tools,
      ),
  };
}

async function planned(): Promise<
  NonNullable<Extract<Awaited<ReturnType<Client['environment']>>, { ok: true }>['value']['planned']>
> {
  const got = await as('ada').environment({ environment: 'production' });
  if (!got.ok || got.value.planned === undefined) throw new Error('nothing is planned');
  return got.value.planned;
}
const checklist = async () => (await planned()).checklist.map(({ id, state, because }) => `${id} ${state}: ${because}`);

it('is prepared, signed, voided by a new commit, signed again, and deployed in one record', async () => {
  const ada = await runner('ada');
  const prepared = await ada.prepare();
  expect(prepared).toMatchObject({ prepared: { phase: 'planned', prepared: { state: 'waiting', by: 'ada' } } });
  const { id, commit } = await planned();
  expect(await checklist()).toContain('reviewed waiting: devops-lead has not signed');

  const body = { item: 'reviewed', note: 'rehearsed' };
  expect(await as('ada').signOff({ deployment: id, body })).toMatchObject({
    ok: false,
    failure: { problem: { code: 'wrong-person', hint: 'It takes devops-lead: dana@example.com.' } },
  });
  expect(await as('dana').signOff({ deployment: id, body })).toMatchObject({ ok: true });
  expect(await checklist()).toContain('reviewed passed: signed by Dana: rehearsed');

  const next = checkout.commit('One thing more', { more: 'of it' });
  checkout.write('backups/now.dump', '');
  expect(await ada.deploy()).toMatchObject({
    type: 'failed',
    because: [
      'The checklist is not fulfilled: Backup: backups/now.dump is empty',
      `Rollback reviewed: Dana signed for ${commit.slice(0, 7)}, now ${next.slice(0, 7)}: sign again`,
    ].join('; '),
  });
  expect(ada.told).toContainEqual({
    type: 'warning',
    text: `${commit.slice(0, 7)} was planned, and this is ${next.slice(0, 7)}: its sign-off will be void.`,
  });
  expect(await planned()).toMatchObject({
    id,
    commit: next,
    prepared: { state: 'waiting', lastAttempt: expect.any(String) },
  });

  const dump = join(checkout.folder, 'backups/now.dump');
  writeFileSync(dump, 'all of it');
  // Written an hour ago, so that nobody has to wait whether it still grows.
  const anHourAgo = systemClock.now() / 1_000 - 3_600;
  utimesSync(dump, anHourAgo, anHourAgo);
  expect(await ada.prepare(true)).toMatchObject({ prepared: { id } });
  expect(await checklist()).toMatchObject([
    'clean passed: nothing is uncommitted; it merges into main without conflict',
    'tests passed: exit code 0',
    expect.stringMatching(/^backup passed: backups\/now\.dump is of /),
    expect.stringMatching(/^reviewed waiting: Dana signed for /),
  ]);
  await as('dana').signOff({ deployment: id, body });
  expect(await ada.deploy()).toEqual({ type: 'done' });

  const deployed = await as('ada').deployment({ deployment: id });
  if (!deployed.ok) throw new Error('the deployment is gone');
  expect(deployed.value).toMatchObject({ id, phase: 'watching', commit: next, overrides: [] });
  const happened = deployed.value.events.map(({ event }) => event.type);
  const milestones = ['requested', 'signed-off', 'replanned', 'sign-offs-voided', 'taken-up', 'watch-started'];
  expect(happened.filter((type) => milestones.includes(type))).toEqual([
    'requested',
    'signed-off',
    'replanned',
    'sign-offs-voided',
    'taken-up',
    'signed-off',
    'taken-up',
    'watch-started',
  ]);
});

it('is overridden by a lead only, and the verdict says so', async () => {
  const ada = await runner('ada');
  expect(await ada.deploy('it is urgent')).toMatchObject({
    type: 'failed',
    because: expect.stringContaining('Only a lead overrides the checklist'),
  });
  await ada.prepare();
  const { id } = await planned();
  const override = (who: keyof typeof tokens, what: string) =>
    as(who).override({ deployment: id, body: { what, reason: 'the site is down' } });
  expect(await override('ada', 'backup')).toMatchObject({ failure: { problem: { code: 'role-too-low' } } });
  expect(await override('lead', 'backups')).toMatchObject({
    failure: { problem: { code: 'unknown-item', hint: 'It has clean, tests, backup, reviewed.' } },
  });
  expect(await override('lead', 'backup')).toMatchObject({ ok: true });
  expect(await override('lead', 'reviewed')).toMatchObject({ ok: true });
  expect(await ada.deploy()).toEqual({ type: 'done' });
  const said = ada.told.find((event) => event.type === 'phase-finished' && event.phase === 'preflight');
  expect(said).toMatchObject({
    outcome: 'passed',
    because:
      'overridden (the site is down): Backup: there is no file backups/*.dump; Rollback reviewed: devops-lead has not signed',
  });
  const verdict = await as('ada').verdict({ environment: 'production' });
  if (!verdict.ok) throw new Error('there is no verdict');
  expect(verdict.value.overrides).toMatchObject([
    { what: 'backup', by: 'lea', reason: 'the site is down' },
    { what: 'reviewed', by: 'lea', reason: 'the site is down' },
  ]);
  const gate = await as('ada').gate({ environment: 'production' });
  expect(JSON.stringify(gate)).toContain('was overridden by lea: the site is down');
});

it('follows another plan, is signed in the place of a role by the owner, and can be cancelled', async () => {
  const ada = await runner('ada');
  await ada.prepare();
  const { id } = await planned();
  const owner = createClient({ url: daemon.url, token: daemon.token });
  const body = { item: 'reviewed' };
  expect(await owner.signOff({ deployment: id, body })).toMatchObject({
    failure: { problem: { code: 'wrong-person', hint: expect.stringContaining('--as devops-lead') } },
  });
  await owner.signOff({ deployment: id, body: { ...body, as: 'devops-lead' } });
  expect(await checklist()).toContain('reviewed passed: signed by root in the place of devops-lead');

  const text = planText('Rollback reviewed twice');
  expect(await owner.registerPlan({ environment: 'production', body: { text, file: 'daywatch.yaml' } })).toMatchObject({
    ok: true,
  });
  expect((await checklist()).at(-1)).toMatch(
    /^reviewed waiting: root signed for .*, another plan is in force: sign again$/,
  );

  expect(await as('ada').cancelDeployment({ deployment: id, body: { reason: 'postponed' } })).toMatchObject({
    value: { phase: 'cancelled', because: 'postponed' },
  });
  const after = await as('ada').environment({ environment: 'production' });
  expect(after).toMatchObject({ ok: true });
  expect(after.ok && after.value.planned).toBeUndefined();
});
