import { readFileSync } from 'node:fs';
import type { Plan } from '@daywatch/shared/vocabulary/plan.ts';
import type { Problem } from '@daywatch/shared/vocabulary/problem.ts';
import { rfc3339, seconds } from '@daywatch/shared/vocabulary/time.ts';
import { type Aftermath, startAftermath } from './aftermath/aftermath.ts';
import { startAnnouncements } from './announcements.ts';
import { createChecklistLooks } from './checklist/checklist-looks.ts';
import { checklistKinds } from './checklist/registry.ts';
import { systemClock } from './clock.ts';
import { announce, linkKey, ownToken, withdraw } from './connection-file.ts';
import { createDeployments } from './deployments/handle.ts';
import { resumeDeployments } from './deployments/resume.ts';
import { createWaitingRunners } from './deployments/waiting-runners.ts';
import { openFaults } from './faults.ts';
import { createFeed } from './feed.ts';
import { createApp } from './http/app.ts';
import { listen } from './http/listen.ts';
import { systemIds } from './ids.ts';
import { createReleaseStack } from './lifecycle.ts';
import { createMetrics } from './metrics/record.ts';
import { createMonitor } from './monitor/monitor.ts';
import { createPlans } from './monitor/register-plan.ts';
import { createSilences } from './monitor/silences.ts';
import { createOutbound } from './outbound.ts';
import { rememberOwnPlans } from './own-plans.ts';
import { parsePlan } from './plan/parse.ts';
import { readOnce } from './plan/read-once.ts';
import { secretsBeside } from './plan/secrets-beside.ts';
import { planKinds } from './plan-kinds.ts';
import type { Logger } from './ports/logger.ts';
import type { Memory } from './ports/memory.ts';
import type { Store } from './ports/store.ts';
import { reachOfPlan } from './reach-of-plan.ts';
import { type DaemonSettings, proxiesOf } from './settings.ts';
import { shellForPlan } from './shell-for-plan.ts';
import { openSource } from './sources/open-source.ts';
import { shortMemory } from './sources/short-memory.ts';
import { openPostgresStore } from './store/open-postgres.ts';
import { openSqliteStore } from './store/open-sqlite.ts';
import { openDesk } from './tickets/open-desk.ts';
import { startUpkeep } from './upkeep.ts';
import { version } from './version.ts';
import { writeReport } from './write-report.ts';

export interface DaemonOrder {
  readonly settings: DaemonSettings;
  /** A plan of this machine's own disk, put in force at the start. */
  readonly planFile?: string;
  readonly dashboardPage: () => string;
  readonly log: Logger;
}

export interface Daemon {
  readonly url: string;
  readonly token: string;
  stop(): Promise<void>;
}

/** The composition root: opens the parts, wires the coordinators. What it opened, `stop` closes. */
export async function startDaemon(order: DaemonOrder): Promise<Daemon> {
  const { settings, planFile, log } = order;
  const clock = systemClock;
  const ids = systemIds();
  const release = createReleaseStack(log);
  const stopping = new AbortController();
  let aftermath: Aftermath | undefined;
  /** There once what happens can be told. */
  let announcements: ReturnType<typeof startAnnouncements> | undefined;
  try {
    const faults = await openFaults({
      release: `daywatch@${version}`,
      log,
      ...(settings.sentryDsn && { dsn: settings.sentryDsn }),
    });
    release.push('faults', faults.close);
    const database = ownDatabase(order);
    const store: Store =
      database === undefined
        ? await openSqliteStore({ folder: settings.dataFolder })
        : await openPostgresStore({ url: database, log });
    release.push('store', () => store.close());
    const outbound = createOutbound({ clock, proxy: proxiesOf(settings.environment) });
    release.push('outbound', () => outbound.close());

    const readPlan = readOnce((text, file) => parsePlan({ text, file, ...planKinds }));
    const ownPlans = rememberOwnPlans({ file: planFile, readPlan });
    const reachOf = (plan: Plan) => reachOfPlan({ plan, ownFile: planFile, readPlan, allowance: settings.allowance });

    const openPlanSource = (plan: Plan, name: string, memory: Memory) =>
      openSource({
        plan,
        name,
        secrets: secretsBeside(planFile, settings.environment),
        outbound,
        clock,
        log,
        memory,
        shell: shellForPlan({ plan, ownFile: planFile, environment: settings.environment, clock }),
        reach: reachOf(plan)(name),
      });

    const feed = createFeed();
    const metrics = createMetrics({ version, clock });
    feed.follow((state) => metrics.recordState(state));

    const monitor = createMonitor({
      store,
      clock,
      log,
      feed,
      openSource: openPlanSource,
      judge: (deployment, assessment, of) => deployments.judge(deployment, assessment, of),
      noteBlindGap: (deployment, from, until) => deployments.noteBlindGap(deployment, from, until),
      note: (deployment, note, by) => deployments.note(deployment, note, by),
      onMeasured: (environment, measured) => metrics.recordReading(environment, measured),
      onLate: (environment, criterion) => metrics.recordLate(environment, criterion),
      onFault: (cause) => faults.report(cause, 'watch loop'),
    });
    const deployments = createDeployments({
      store,
      clock,
      ids,
      log,
      planOf: monitor.planOf,
      freezeBaseline: monitor.freezeBaseline,
      // Not waited for: the monitor itself waits for the record when it judges.
      onChange: (deployment) => {
        ownPlans.changed(deployment);
        void monitor.deploymentChanged(deployment);
        announcements?.changed(deployment);
        aftermath?.deploymentChanged(deployment);
      },
      onOutput: monitor.output,
      failingCriteria: monitor.failingCriteria,
    });
    const plans = createPlans({ store, clock, log, monitor, readPlan, onChanged: deployments.planChanged });
    const checklist = createChecklistLooks({
      store,
      clock,
      kinds: checklistKinds,
      environments: () => feed.all().map(({ name }) => name),
      planOf: monitor.planOf,
      openSource: (plan, name) => openPlanSource(plan, name, shortMemory()),
      noteCheck: deployments.noteCheck,
      onFault: (cause) => faults.report(cause, 'checklist'),
    });
    const silences = createSilences({ store, clock, ids, log, monitor });
    release.push('monitor', () => monitor.stop());

    await plans.takeUp();
    if (planFile !== undefined) await registerPlanFile(planFile);
    await resumeDeployments(
      store,
      feed.all().map(({ name }) => name),
      deployments,
    );
    const linkSecret = linkKey(settings.dataFolder, () => ids.secret());
    announcements = startAnnouncements({
      store,
      clock,
      log,
      ids,
      outbound,
      alone: database === undefined,
      chance: Math.random,
      environments: () => feed.all(),
      planOf: monitor.planOf,
      ownFile: planFile,
      ownPlans: ownPlans.of,
      allowed: settings.allowance.variables,
      environment: settings.environment,
      publicUrl: settings.publicUrl,
      linkKey: linkSecret,
      note: (deployment, event) => deployments.note(deployment, { type: 'note-announcement', event }, 'daemon'),
      onFault: (cause) => faults.report(cause, 'announcements'),
    });
    release.push('announcements', announcements.stop);
    release.push('runner watch', watchRunners());
    release.push('checklist', checklist.start());

    const { token, file: tokenFile } = ownToken(settings.dataFolder, () => ids.secret());
    const app = createApp({
      feed,
      commands: deployments,
      checklist,
      plans,
      silences,
      announcements: announcements.commands,
      links: { key: linkSecret },
      waitingRunners: createWaitingRunners({ clock, onChange: monitor.runnersChanged }),
      intake: monitor,
      store,
      clock,
      ids,
      log,
      access: {
        tokens: [{ name: settings.environment.USER ?? 'local', role: 'lead', token, owner: true }, ...settings.tokens],
        open: settings.open,
        hosts: settings.hosts,
      },
      about: { version, pid: process.pid, startedAt: rfc3339(clock.now()) },
      observer: metrics,
      dashboardPage: order.dashboardPage,
      metricsText: () => metrics.text(),
      late: () => monitor.late().map((environment) => `${environment} was not looked at for two intervals`),
      onFault: (cause, { route }) => faults.send(cause, route),
      stopping: stopping.signal,
    });
    const { host, port, portMayMove } = settings;
    const server = await listen(app, { host, port, portMayMove, clock, log });
    release.push('http', () => server.close());
    release.push('upkeep', startUpkeep({ store, clock, log }));
    aftermath = startAftermath({
      store,
      clock,
      log,
      planOf: monitor.planOf,
      note: (deployment, event) => deployments.note(deployment, { type: 'note-aftermath', event }, 'daemon'),
      writeReport: (deployment, file) =>
        writeReport({ feed, store, clock }, { deployment, folder: settings.dataFolder, file }),
      openDesk: (environment, ticket) =>
        openDesk(environment, ticket, {
          outbound,
          clock,
          ownFile: planFile,
          ownPlans: ownPlans.of,
          allowed: settings.allowance.variables,
          environment: settings.environment,
        }),
      reportUrl: (deployment) => new URL(`/v1/deployments/${deployment}/report`, settings.publicUrl ?? server.url).href,
      onFault: (cause) => faults.report(cause, 'what follows a deployment'),
    });
    release.push('what follows a deployment', aftermath.stop);
    await aftermath.takeUp(feed.all().map(({ name }) => name));
    // First of all: streams say goodbye while everything still works.
    release.push('streams', () => stopping.abort());
    announce(settings.dataFolder, { url: server.url, pid: process.pid, version, tokenFile });
    release.push('announcement', () => withdraw(settings.dataFolder, process.pid));
    log.info({ url: server.url, version, store: database === undefined ? 'sqlite' : 'postgres' }, 'daemon ready');
    const stop = async () => {
      await release.release();
      log.info({}, 'daemon stopped');
    };
    return { url: server.url, token, stop };

    async function registerPlanFile(file: string): Promise<void> {
      const text = textOfPlan(file);
      const read = readPlan(text, file);
      if ('problems' in read) throw new PlanInvalid(file, read.problems);
      for (const environment of Object.keys(read.plan.environments)) await plans.register(environment, text, file);
    }

    function watchRunners(): () => Promise<void> {
      const ending = new AbortController();
      const loop = (async () => {
        while (!ending.signal.aborted) {
          await clock.sleep(seconds(5), ending.signal);
          await deployments.findSilentRunners().catch((cause) => faults.report(cause, 'runner watch'));
        }
      })();
      return async () => {
        ending.abort();
        await loop;
      };
    }
  } catch (cause) {
    await release.release();
    throw cause;
  }
}

/** The user's to mend, as an address that is taken: told in words, with its cause. */
function textOfPlan(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new Error(`The plan cannot be read: ${cause instanceof Error ? cause.message : cause}.`, { cause });
  }
}

/** A plan on this machine's disk that cannot be put in force. */
export class PlanInvalid extends Error {
  override readonly name = 'PlanInvalid';
  readonly file: string;
  readonly problems: readonly Problem[];
  constructor(file: string, problems: readonly Problem[]) {
    super(`${file} has ${problems.length === 1 ? 'a problem' : `${problems.length} problems`}`);
    this.file = file;
    this.problems = problems;
  }
}

/** A watcher must not live in the database that it watches: when that one is in trouble, it is needed most. */
function ownDatabase({ settings: { database, dataFolder }, planFile, log }: DaemonOrder): string | undefined {
  if (database === undefined || database.variable === 'DAYWATCH_DATABASE_URL') return database?.url;
  const watched = planFile !== undefined && textOfPlan(planFile).includes(`\${${database.variable}}`);
  if (!watched) return database.url;
  const note = `${database.variable} is a database that the plan watches: the daemon keeps its own data in its folder`;
  log.info({ folder: dataFolder }, note);
  return undefined;
}
