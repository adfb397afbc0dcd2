import { variableOf } from '../from-repository/repository-facts.ts';
import type { Reading } from './reading.ts';

export type NeededSource = 'site' | 'metrics' | 'database' | 'logs' | 'sentry' | 'staging-site';

/** The name of a source that a sentence needs; the plan gets it when it has none. What the repository does not say is asked for. */
export function needSource(name: NeededSource, reading: Reading): string {
  const { draft, facts, service } = reading;
  if (reading.fixed) return name;
  const path = ['sources', name];
  const url = `\${${variableOf(service, 'URL')}}`;
  switch (name) {
    case 'site':
      draft.put(path, { type: 'http', url }, 'where the service answers: set the variable for the daemon');
      break;
    case 'staging-site':
      draft.put(path, { type: 'http', url: `\${${variableOf(service, 'STAGING_URL')}}` }, 'where staging answers');
      break;
    case 'metrics':
      draft.put(path, { type: 'metrics', url: `${url}${facts.metrics?.value ?? '/metrics'}` }, facts.metrics?.from);
      break;
    case 'database': {
      const { value, from } = facts.database ?? { value: 'DATABASE_URL', from: 'the usual variable' };
      draft.put(path, { type: 'postgres', url: `\${${value}}` }, from);
      break;
    }
    case 'logs': {
      const { logFormat } = facts;
      const place = { type: 'log', file: `\${${variableOf(service, 'LOG')}}` };
      const origin = 'the log file: set the variable for the daemon';
      draft.put(path, { ...place, ...(logFormat && { format: logFormat.value }) }, origin);
      break;
    }
    case 'sentry': {
      // The names that Sentry's own command line reads.
      const account = { organization: '${SENTRY_ORG}', project: '${SENTRY_PROJECT}', token: '${SENTRY_AUTH_TOKEN}' };
      draft.put(path, { type: 'sentry', ...account }, facts.sentry?.from ?? 'the names that Sentry itself uses');
      break;
    }
  }
  return name;
}
