// A new sort of source:
// 1. Write `NAME.ts` with `defineSourceKind({ type: 'NAME', … })`. What it needs besides goes into the folder `NAME/`.
//    Options and queries are strict objects whose fields have a description. They stay as they were written (no
//    transforms): they are checked with `${NAME}` still in place, and again when secrets have been put in.
// 2. Add a line to the list below.
// 3. Write `NAME.test.ts`: call `sourceContract` of test/contracts, then tell the rules of its own.
// A probe answers an error (could not look) or absent (nothing there), never a default: no `?? 0`, no first of two.
// Its words name the source, what was asked, and what came back.
// Validation of plans, completion in the editor and the documentation follow from the list.
import type { SourceKind } from '../ports/kind.ts';
import { cloudwatch } from './cloudwatch.ts';
import { command } from './command.ts';
import { datadog } from './datadog.ts';
import { elasticsearch } from './elasticsearch.ts';
import { graphite } from './graphite.ts';
import { http } from './http.ts';
import { influxdb } from './influxdb.ts';
import { json } from './json.ts';
import { log } from './log.ts';
import { loki } from './loki.ts';
import { metrics } from './metrics.ts';
import { newrelic } from './newrelic.ts';
import { postgres } from './postgres.ts';
import { prometheus } from './prometheus.ts';
import { push } from './push.ts';
import { sentry } from './sentry.ts';
import { workflow } from './workflow.ts';

export const sourceKinds: readonly SourceKind[] = [
  cloudwatch,
  command,
  datadog,
  elasticsearch,
  graphite,
  http,
  influxdb,
  json,
  log,
  loki,
  metrics,
  newrelic,
  postgres,
  prometheus,
  push,
  sentry,
  workflow,
];
