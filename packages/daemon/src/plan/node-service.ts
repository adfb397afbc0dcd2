import type { Preset } from './preset.ts';
import { webService } from './web-service.ts';

/**
 * A web service that runs on Node.js: what prom-client's default metrics say of the process is watched too. A leak shows
 * as memory or open files that keep growing, a blocked process as event loop lag.
 */
export const nodeService: Preset = {
  ...webService,
  name: 'node-service',
  summary: 'A web service on Node.js with the default metrics of prom-client.',
  criteria: {
    ...webService.criteria,
    'event-loop-lag': {
      title: 'Event loop lag, 99th percentile',
      severity: 'critical',
      source: 'metrics',
      gauge: { max: 'nodejs_eventloop_lag_p99_seconds' },
      limit: '500ms',
      tolerance: '100%',
    },
    memory: {
      title: 'Memory of the process',
      severity: 'critical',
      source: 'metrics',
      gauge: { max: 'process_resident_memory_bytes' },
      unit: 'bytes',
      tolerance: '50%',
    },
    heap: {
      title: 'JavaScript heap in use',
      severity: 'warning',
      source: 'metrics',
      gauge: { max: 'nodejs_heap_size_used_bytes' },
      unit: 'bytes',
      tolerance: '50%',
    },
    'garbage-collection': {
      title: 'Pauses for garbage collection, 99th percentile',
      severity: 'warning',
      source: 'metrics',
      latency: 'nodejs_gc_duration_seconds',
      quantile: 0.99,
      limit: '500ms',
    },
    'open-files': {
      title: 'Open files and sockets',
      severity: 'warning',
      source: 'metrics',
      gauge: { max: 'process_open_fds' },
      tolerance: '100%',
    },
  },
};
