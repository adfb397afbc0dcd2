const bounds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1];
const routes = new Map();

/** One answer: for the counters and the histogram that Daywatch reads. */
export function count(route, status, seconds) {
  const seen = routes.get(route) ?? { answers: new Map(), buckets: bounds.map(() => 0), sum: 0, total: 0 };
  routes.set(route, seen);
  seen.answers.set(status, (seen.answers.get(status) ?? 0) + 1);
  for (const [index, bound] of bounds.entries()) if (seconds <= bound) seen.buckets[index] += 1;
  seen.sum += seconds;
  seen.total += 1;
}

/** All of it, as Prometheus reads it. */
export function exposition() {
  const requests = ['# TYPE http_requests_total counter'];
  const durations = ['# TYPE http_request_duration_seconds histogram'];
  for (const [route, { answers, buckets, sum, total }] of routes) {
    for (const [status, times] of answers) {
      requests.push(`http_requests_total{route="${route}",status="${status}"} ${times}`);
    }
    const name = `http_request_duration_seconds`;
    for (const [index, bound] of bounds.entries()) {
      durations.push(`${name}_bucket{route="${route}",le="${bound}"} ${buckets[index]}`);
    }
    durations.push(`${name}_bucket{route="${route}",le="+Inf"} ${total}`);
    durations.push(`${name}_sum{route="${route}"} ${sum}`, `${name}_count{route="${route}"} ${total}`);
  }
  return `${[...requests, ...durations].join('\n')}\n`;
}
