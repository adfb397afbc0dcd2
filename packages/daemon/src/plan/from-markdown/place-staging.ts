import { needSource } from './need-source.ts';
import { originOf, type Reading } from './reading.ts';
import type { Statement } from './statement.ts';

/** A sentence that asks for a quiet time in staging needs a staging that is watched. */
export function placeStaging(statement: Statement, reading: Reading, span: string): void {
  const path = ['environments', 'staging', 'watch'];
  if (reading.environment === 'staging' || reading.draft.at(path) !== undefined) return;
  const source = needSource('staging-site', reading);
  const check = { path: reading.facts.health?.value ?? '/healthz', status: 200 };
  const healthy = { title: 'Staging answers its health check', severity: 'blocking', source, check, limit: '5%' };
  reading.draft.put([...path, 'for'], span, originOf(statement, reading));
  reading.draft.put([...path, 'criteria'], { healthy }, 'what else is to hold in staging belongs here');
}
