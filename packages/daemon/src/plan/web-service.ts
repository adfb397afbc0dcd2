import type { Preset } from './preset.ts';

/**
 * A service that answers HTTP requests, counts them for Prometheus and keeps its data in Postgres. The names of the
 * metrics are those of the usual clients; limits are far above what a healthy service shows, the tolerances are close.
 */
export const webService: Preset = {
  name: 'web-service',
  summary: 'A service over HTTP, with a /metrics page and a Postgres database.',
  sources: {
    url: { name: 'site', type: 'http' },
    metrics: { name: 'metrics', type: 'metrics' },
    database: { name: 'database', type: 'postgres' },
  },
  criteria: {
    healthy: {
      title: 'The service answers its health check',
      severity: 'blocking',
      source: 'site',
      check: { path: '/healthz', status: 200 },
      // Of its own: a baseline from hours in which the service was down would accept anything.
      limit: '5%',
    },
    'response-time': {
      title: 'The health check is answered in time',
      severity: 'warning',
      source: 'site',
      latency: { path: '/healthz' },
      limit: '2s',
    },
    'error-rate': {
      title: 'Requests answered with a server error',
      severity: 'critical',
      source: 'metrics',
      rate: { bad: 'http_requests_total{status=~"5.."}', of: 'http_requests_total' },
      limit: '5%',
      tolerance: '25%',
    },
    'latency-p95': {
      title: 'Response time, 95th percentile',
      severity: 'critical',
      source: 'metrics',
      latency: 'http_request_duration_seconds',
      quantile: 0.95,
      limit: '2s',
      tolerance: '25%',
    },
    'database-latency': {
      title: 'Round trip to the database, 95th percentile',
      severity: 'critical',
      source: 'database',
      latency: { sql: 'select 1' },
      quantile: 0.95,
      limit: '250ms',
    },
    'database-connections': {
      title: 'Connections in use, of those that the server allows',
      severity: 'critical',
      source: 'database',
      gauge: 'connections.used',
      limit: '90%',
    },
    'database-locks': {
      title: 'Longest wait for a lock',
      severity: 'critical',
      source: 'database',
      gauge: 'locks.longest-wait',
      limit: '30s',
    },
    'database-deadlocks': {
      title: 'Deadlocks',
      severity: 'critical',
      source: 'database',
      count: 'deadlocks',
      limit: '1/min',
      tolerance: '100%',
    },
    'database-rollbacks': {
      title: 'Transactions rolled back',
      severity: 'warning',
      source: 'database',
      rate: 'rollbacks',
      limit: '20%',
      tolerance: '100%',
    },
  },
};
