// Throughput of the exposition parser on pages as applications serve them, beside the npm parser in the same run.
// Run: node test/bench/exposition.ts

import { parseExposition } from '@daywatch/daemon/src/sources/metrics/parse-exposition.ts';
import parsePrometheusTextFormat from 'parse-prometheus-text-format';

const methods = ['GET', 'POST', 'PUT', 'DELETE'];
const routes = Array.from({ length: 12 }, (_, i) => `/api/v1/resource-${i}/:id`);
const statuses = ['200', '201', '400', '404', '500'];
const bounds = ['0.005', '0.01', '0.025', '0.05', '0.1', '0.25', '0.5', '1', '2.5', '5', '10', '+Inf'];

/** A Node service: request histogram by route, counters, process and runtime gauges. */
function servicePage(): string {
  const lines = [
    '# HELP http_request_duration_seconds Duration of HTTP requests in seconds',
    '# TYPE http_request_duration_seconds histogram',
  ];
  for (const [m, method] of methods.entries())
    for (const [r, route] of routes.entries())
      for (const [s, status] of statuses.entries()) {
        const labels = `method="${method}",route="${route}",status="${status}"`;
        let count = 0;
        for (const [b, le] of bounds.entries()) {
          count += (m + 1) * (r + 3) * (s + 7) * (b + 1);
          lines.push(`http_request_duration_seconds_bucket{le="${le}",${labels}} ${count}`);
        }
        lines.push(`http_request_duration_seconds_sum{${labels}} ${(count * 0.0371).toFixed(9)}`);
        lines.push(`http_request_duration_seconds_count{${labels}} ${count}`);
      }
  lines.push('# HELP http_requests_total Requests', '# TYPE http_requests_total counter');
  for (const method of methods)
    for (const route of routes)
      for (const status of statuses)
        lines.push(`http_requests_total{method="${method}",route="${route}",status="${status}"} ${status}17`);
  return `${lines.join('\n')}\n`;
}

/** A machine: many short families with their help, floats in scientific notation. */
function machinePage(): string {
  const lines: string[] = [];
  for (let cpu = 0; cpu < 16; cpu++)
    for (const mode of ['idle', 'iowait', 'irq', 'nice', 'softirq', 'steal', 'system', 'user'])
      lines.push(
        `node_cpu_seconds_total{cpu="${cpu}",mode="${mode}"} ${(cpu * 1234.56 + mode.length * 98.7).toFixed(2)}`,
      );
  for (let i = 0; i < 250; i++) {
    lines.push(`# HELP node_memory_field_${i}_bytes Memory information field number ${i} of the machine.`);
    lines.push(`# TYPE node_memory_field_${i}_bytes gauge`);
    lines.push(`node_memory_field_${i}_bytes ${(i * 1.234567e7).toExponential(6)}`);
  }
  for (let i = 0; i < 120; i++)
    for (const name of ['receive_bytes', 'receive_errs', 'transmit_bytes', 'transmit_errs'])
      lines.push(`node_network_${name}_total{device="veth${(i * 7919).toString(16)}"} ${i * 104_729}`);
  return `${lines.join('\n')}\n`;
}

// Short enough that some rounds are not interrupted.
const roundMillis = 20;
const rounds = 150;

/** The best of several rounds, by the time of this thread: what else the machine does only ever makes it slower. */
function megabytesPerSecond(page: string, read: (page: string) => unknown): number {
  let best = 0;
  for (let round = 0; round < rounds; round++) {
    let bytes = 0;
    const start = threadMillis();
    while (threadMillis() - start < roundMillis) {
      read(page);
      bytes += page.length;
    }
    best = Math.max(best, bytes / 1e3 / (threadMillis() - start));
  }
  return best;
}

function threadMillis(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1_000;
}

function countQuotes(page: string): number {
  let quotes = 0;
  for (let at = 0; at < page.length; at++) if (page.charCodeAt(at) === 34) quotes++;
  return quotes;
}

/** A histogram of the peer is one metric with all of its buckets. */
function samplesOfPeer(page: string): number {
  let samples = 0;
  for (const { metrics } of parsePrometheusTextFormat(page))
    for (const metric of metrics) samples += 'buckets' in metric ? Object.keys(metric.buckets ?? {}).length + 2 : 1;
  return samples;
}

// Decoded, as a page that came over the network: one flat text.
const flat = (page: string): string => Buffer.from(page).toString('utf8');
const service = flat(servicePage());
const machine = flat(machinePage());
const both = flat(service + machine);
const wanted = new Set(['http_requests_total']);

for (const [name, page] of Object.entries({ service, machine, both })) {
  const { series } = parseExposition(page, { format: 'text' });
  const figure = megabytesPerSecond(page, () => parseExposition(page, { format: 'text' }));
  const peer = megabytesPerSecond(page, () => parsePrometheusTextFormat(page));
  console.log(
    `${name}: ${(page.length / 1e3).toFixed(0)} kB, ${series} samples: ${figure.toFixed(0)} MB/s, ` +
      `parse-prometheus-text-format ${peer.toFixed(0)} MB/s (${(figure / peer).toFixed(1)}x), ` +
      `which finds ${samplesOfPeer(page)} of the samples`,
  );
}
const filtered = megabytesPerSecond(both, () => parseExposition(both, { format: 'text', wanted }));
console.log(`both, one name wanted: ${filtered.toFixed(0)} MB/s`);
console.log(
  `for comparison, a bare loop over the characters: ${megabytesPerSecond(both, countQuotes).toFixed(0)} MB/s`,
);
