import type { MiddlewareHandler } from 'hono';
import { routePath } from 'hono/route';
import type { Pool } from 'pg';
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

export type Metrics = { registry: Registry; measureRequests: MiddlewareHandler };

export function createMetrics(pool: Pool): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });

  const requests = new Counter({
    name: 'http_requests_total',
    help: 'Requests answered.',
    labelNames: ['method', 'route', 'status'],
    registers,
  });
  const durations = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'Time from the request to its response.',
    labelNames: ['method', 'route'],
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.15, 0.25, 0.5, 1, 2.5, 5, 10],
    registers,
  });
  new Gauge({
    name: 'pg_pool_connections',
    help: 'Database connections of this process, and requests waiting for one.',
    labelNames: ['state'],
    registers,
    collect() {
      this.set({ state: 'idle' }, pool.idleCount);
      this.set({ state: 'busy' }, pool.totalCount - pool.idleCount);
      this.set({ state: 'waiting' }, pool.waitingCount);
    },
  });

  return {
    registry,
    async measureRequests(c, next) {
      const stop = durations.startTimer();
      await next();
      // A path nobody handles matches this middleware only: its pattern is `/*`.
      const matched = routePath(c, -1);
      const route = matched === '/*' ? 'unmatched' : matched;
      stop({ method: c.req.method, route });
      requests.inc({ method: c.req.method, route, status: c.res.status });
    },
  };
}
