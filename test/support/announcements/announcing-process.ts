import { readFileSync } from 'node:fs';
import { startAnnouncements } from '@daywatch/daemon/src/announcements.ts';
import { systemClock } from '@daywatch/daemon/src/clock.ts';
import { createDeployments } from '@daywatch/daemon/src/deployments/handle.ts';
import { systemIds } from '@daywatch/daemon/src/ids.ts';
import { createLogger } from '@daywatch/daemon/src/log.ts';
import { createOutbound } from '@daywatch/daemon/src/outbound.ts';
import { rememberOwnPlans } from '@daywatch/daemon/src/own-plans.ts';
import { parsePlan } from '@daywatch/daemon/src/plan/parse.ts';
import { planKinds } from '@daywatch/daemon/src/plan-kinds.ts';
import type { Outbox } from '@daywatch/daemon/src/ports/outbox.ts';
import type { Store } from '@daywatch/daemon/src/ports/store.ts';
import { openPostgresStore } from '@daywatch/daemon/src/store/open-postgres.ts';
import { openSqliteStore } from '@daywatch/daemon/src/store/open-sqlite.ts';

// Brings what the store at PLACE has to tell by the plan in FILE, and ends. At the step DIE it kills itself, once as
// many messages as COUNT have come there: as `kill -9` would, with no word to anybody.
const [place = '', file = '', die = 'never', count = '1'] = process.argv.slice(2);

const log = createLogger({ level: process.env.SAY === '1' ? 'debug' : 'silent' });
const isPostgres = place.startsWith('postgres');
const real: Store = isPostgres
  ? await openPostgresStore({ url: place, log })
  : await openSqliteStore({ folder: place });

let come = 0;
/** Whoever comes to the step waits there for the others, and then all of them are gone. */
async function step(name: string): Promise<void> {
  if (name !== die) return;
  come += 1;
  if (come >= Number(count)) process.kill(process.pid, 'SIGKILL');
  await new Promise(() => {});
}

const { outbox } = real;
const dying: Outbox = {
  announcedThrough: (deployment) => outbox.announcedThrough(deployment),
  async announce(given) {
    if (given.entries.length > 0) await step('before-announce');
    const done = await outbox.announce(given);
    if (given.entries.length > 0) await step('after-announce');
    return done;
  },
  put: (entries) => outbox.put(entries),
  open: () => outbox.open(),
  entry: (key) => outbox.entry(key),
  entries: (of) => outbox.entries(of),
  async claim(key, claim) {
    const done = await outbox.claim(key, claim);
    await step('after-claim');
    return done;
  },
  async handOver(key, claim) {
    await step('before-hand-over');
    const done = await outbox.handOver(key, claim);
    await step('after-hand-over');
    return done;
  },
  async settle(key, by, settlement) {
    if (settlement.state === 'sent') await step('after-accept');
    const done = await outbox.settle(key, by, settlement);
    if (settlement.state === 'sent') await step('after-settle');
    return done;
  },
  async markRecorded(key) {
    await step('after-record');
    await outbox.markRecorded(key);
    await step('after-mark');
  },
};
const store: Store = new Proxy(real, {
  get(target, name) {
    if (name === 'outbox') return dying;
    const value: unknown = Reflect.get(target, name, target);
    return typeof value === 'function' ? value.bind(target) : value;
  },
});

const readPlan = (text: string, name: string) => parsePlan({ text, file: name, ...planKinds });
const read = readPlan(readFileSync(file, 'utf8'), file);
if ('problems' in read) throw new Error(JSON.stringify(read.problems));
const { plan } = read;
const environments = Object.values(plan.environments);
const planOf = (environment: string) => {
  const found = plan.environments[environment];
  return found && { plan: found, hash: plan.hash, whole: plan };
};
const ids = systemIds();
const outbound = createOutbound({ clock: systemClock });
const deployments = createDeployments({
  store,
  clock: systemClock,
  ids,
  log,
  planOf,
  freezeBaseline: async () => ({ observations: 0 }),
  onChange: (deployment) => announcements.changed(deployment),
  onOutput() {},
});
const announcements = startAnnouncements({
  store,
  clock: systemClock,
  log,
  ids,
  outbound,
  alone: true,
  chance: () => 0.5,
  environments: () => environments.map(({ name }) => ({ name, service: plan.service })),
  planOf,
  ownFile: file,
  ownPlans: rememberOwnPlans({ file, readPlan }).of,
  allowed: [],
  environment: {},
  publicUrl: undefined,
  linkKey: 'key',
  note: (deployment, event) => deployments.note(deployment, { type: 'note-announcement', event }, 'daemon'),
  onFault: (cause) => {
    throw cause;
  },
});
await announcements.settled();
await announcements.stop();
await outbound.close();
await real.close();
