import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { temporaryFolder } from '@daywatch/daemon/src/demo/machine/temporary-folder.ts';
import { nextDue } from '@daywatch/daemon/src/engine/due.ts';
import { follow } from '@daywatch/shared/client/follow.ts';
import { instant, seconds } from '@daywatch/shared/vocabulary/time.ts';
import { startExporter } from '../support/exporter.ts';
import { startPrometheus } from '../support/prometheus.ts';
import { deployTo, given, startBuiltDaemon } from './built-daemon.ts';
import { cpuSecondsOf, megabytesOf } from './process-usage.ts';

/**
 * 1,000 HTTP probes every 10 s by the whole daemon - probed with phases, stored, judged in a running watch, streamed to
 * one reader - and by blackbox_exporter with Prometheus, at the same time and against one server.
 *   npm run build && node test/bench/probes.ts          four minutes
 *   npm run build && node test/bench/probes.ts short    some seconds: whether it works
 * With `profile=FOLDER` the daemon writes its CPU profile there.
 */
const short = process.argv.includes('short');
const profile = process.argv.find((word) => word.startsWith('profile='))?.slice('profile='.length);
const probes = short ? 40 : 1_000;
const every = seconds(short ? 1 : 10);
/** A watch lasts a day: what V8 compiles in its first two minutes is not what it costs. Both sides are given as much. */
const warmUp = seconds(short ? 2 : 120);
const span = seconds(short ? 3 : 100);
const mustReach = { cpu: 0.33, memory: 0.6 };
const good = '"status":"ok"';
const numbers = Array.from({ length: probes }, (_, index) => index);

const plan = (port: number) => ({
  service: 'shop',
  sources: { site: { type: 'http', url: `http://127.0.0.1:${port}` } },
  environments: {
    production: {
      deploy: { steps: ['true'] },
      watch: {
        for: '24h',
        every: `${every}ms`,
        settle: '1s',
        criteria: Object.fromEntries(
          numbers.map((n) => [
            `probe-${n}`,
            {
              severity: 'critical',
              source: 'site',
              check: { path: `/daywatch/${n}`, status: 200, body: { contains: good } },
            },
          ]),
        ),
      },
      rollback: { steps: ['true'] },
    },
  },
});

/** Its addresses come from a file: those of the configuration itself may not be whole URLs. */
const prometheus = (targets: string, blackbox: string) => ({
  global: { scrape_interval: `${every}ms`, scrape_timeout: `${every}ms` },
  scrape_configs: [
    {
      job_name: 'probes',
      metrics_path: '/probe',
      params: { module: ['http'] },
      file_sd_configs: [{ files: [targets] }],
      relabel_configs: [
        { source_labels: ['__address__'], target_label: '__param_target' },
        { source_labels: ['__param_target'], target_label: 'instance' },
        { target_label: '__address__', replacement: new URL(blackbox).host },
      ],
    },
  ],
});

const blackbox = {
  modules: {
    http: {
      prober: 'http',
      timeout: '5s',
      http: { preferred_ip_protocol: 'ip4', valid_status_codes: [200], fail_if_body_not_matches_regexp: [good] },
    },
  },
};

/** How many probes Prometheus calls good now. */
async function goodOf(prometheusUrl: string): Promise<number> {
  const answer = await fetch(`${prometheusUrl}/api/v1/query?query=sum(probe_success)`);
  return Number(((await answer.json()) as PromAnswer).data.result[0]?.value[1]);
}

async function arrivalsAt(target: ChildProcess): Promise<Record<string, number[]>> {
  target.send('arrivals');
  const [{ arrivals }] = (await once(target, 'message')) as [{ arrivals: Record<string, number[]> }];
  return arrivals;
}

/** How much later each probe of a path came than the most punctual one of that path, counted along the grid. */
function jitterOf(paths: Iterable<readonly number[]>): number[] {
  const jitter: number[] = [];
  for (const times of paths) {
    const [first = 0] = times;
    const off = times.map((time) => time - first - Math.round((time - first) / every) * every);
    const earliest = Math.min(...off);
    jitter.push(...off.map((one) => one - earliest));
  }
  return jitter;
}

/** How long after its point of the grid each of our probes arrived. */
const latenessOf = (paths: Readonly<Record<string, readonly number[]>>): number[] =>
  Object.entries(paths).flatMap(([path, times]) => {
    const name = `probe-${path.slice('/daywatch/'.length)}`;
    return times.map((time) => {
      const late = time - nextDue({ name, every }, instant(time)) + every;
      // Timers fire a millisecond early now and then.
      return late > every - 5 ? 0 : late;
    });
  });

function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}
const quantiles = (values: readonly number[]): string =>
  `p50 ${quantile(values, 0.5).toFixed(1)} ms, p99 ${quantile(values, 0.99).toFixed(1)} ms`;

const folder = temporaryFolder('bench-probes');
const leaving = new AbortController();
const target = fork(new URL('./probe-target.ts', import.meta.url));
const [{ port }] = (await once(target, 'message')) as [{ port: number }];
writeFileSync(join(folder, 'daywatch.json'), JSON.stringify(plan(port)));
writeFileSync(join(folder, 'blackbox.json'), JSON.stringify(blackbox));
const targets = join(folder, 'targets.json');
writeFileSync(targets, JSON.stringify([{ targets: numbers.map((n) => `http://127.0.0.1:${port}/blackbox/${n}`) }]));
const prober = await startExporter('prometheus-blackbox-exporter', {}, [
  `--config.file=${join(folder, 'blackbox.json')}`,
  '--log.level=error',
]);
const peer = await startPrometheus({ configuration: prometheus(targets, prober.url) });
const profiling = profile === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${profile}`];
const daemon = await startBuiltDaemon({ folder, nodeOptions: profiling });
let messages = 0;
const reading = (async () => {
  for await (const { type } of follow({ ...daemon, signal: leaving.signal })) if (type === 'environment') messages += 1;
})();
try {
  await deployTo(daemon);
  // It takes up new targets after some 10 s.
  while ((await goodOf(peer.url)) !== probes) await sleep(500);
  await sleep(warmUp);

  await arrivalsAt(target);
  const ours = [daemon.pid];
  const theirs = [prober.pid, peer.pid];
  const cpuOf = (pids: readonly number[]) => pids.reduce((sum, pid) => sum + cpuSecondsOf(pid), 0);
  const memoryOf = (pids: readonly number[]) => pids.reduce((sum, pid) => sum + megabytesOf(pid), 0);
  const before = { ours: cpuOf(ours), theirs: cpuOf(theirs), messages };
  const memory: { ours: number[]; theirs: number[] } = { ours: [], theirs: [] };
  for (let past = 0; past < span; past += 1_000) {
    await sleep(1_000);
    memory.ours.push(memoryOf(ours));
    memory.theirs.push(memoryOf(theirs));
  }
  const cpu = { ours: cpuOf(ours) - before.ours, theirs: cpuOf(theirs) - before.theirs };
  const arrivals = Object.entries(await arrivalsAt(target));
  const asked = (prefix: string) => arrivals.filter(([path]) => path.startsWith(prefix));
  const told = messages - before.messages;

  const theirGood = await goodOf(peer.url);
  const { verdict } = given(await daemon.client.environment({ environment: 'production' }));
  const ourGood = verdict.criteria.filter(
    ({ state, lastReadingAt }) => lastReadingAt !== undefined && state !== 'blind' && state !== 'failing',
  ).length;

  const count = (of: readonly (readonly [string, readonly number[]])[]) =>
    of.reduce((sum, [, { length }]) => sum + length, 0);
  const [mine, others] = [asked('/daywatch/'), asked('/blackbox/')];
  const per10k = { ours: (cpu.ours / count(mine)) * 10_000, theirs: (cpu.theirs / count(others)) * 10_000 };
  const tell = (
    who: string,
    of: readonly (readonly [string, readonly number[]])[],
    what: { good: number; cpu: number; memory: readonly number[] },
  ) =>
    console.log(
      `${who}: ${count(of)} probes, ${what.good} of ${probes} good; CPU ${what.cpu.toFixed(1)} s per 10,000; ` +
        `memory ${quantile(what.memory, 0.5).toFixed(0)} MB, at most ${Math.max(...what.memory).toFixed(0)} MB; ` +
        `off the grid ${quantiles(jitterOf(of.map(([, times]) => times)))}`,
    );
  tell('blackbox_exporter + Prometheus', others, { good: theirGood, cpu: per10k.theirs, memory: memory.theirs });
  tell('Daywatch', mine, { good: ourGood, cpu: per10k.ours, memory: memory.ours });
  console.log(
    `Daywatch: late ${quantiles(latenessOf(Object.fromEntries(mine)))}; ${told} messages on the stream; verdict ${verdict.verdict}`,
  );
  if (theirGood !== probes || ourGood !== probes) throw new Error('not all probes were good: nothing is compared');
  const ratio = {
    cpu: per10k.ours / per10k.theirs,
    memory: quantile(memory.ours, 0.5) / quantile(memory.theirs, 0.5),
  };
  for (const what of ['cpu', 'memory'] as const) {
    const reached = ratio[what] <= mustReach[what];
    console.log(`${what} ${ratio[what].toFixed(2)}x, <= ${mustReach[what]}x ${reached ? 'reached' : 'MISSED'}`);
    if (!reached && !short) process.exitCode = 1;
  }
} finally {
  leaving.abort();
  await reading;
  const ended = once(daemon.child, 'exit');
  daemon.child.kill('SIGTERM');
  await Promise.all([ended, prober.stop(), peer.stop()]);
  target.disconnect();
  rmSync(folder, { recursive: true, force: true });
}

interface PromAnswer {
  readonly data: { readonly result: readonly { readonly value: readonly [number, string] }[] };
}
