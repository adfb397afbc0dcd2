import { readFileSync } from 'node:fs';
import type { Schema } from './schema.ts';

/** The schema that the extension brings. */
export const schema = JSON.parse(
  readFileSync(new URL('../../../shared/plan.schema.json', import.meta.url), 'utf8'),
) as Schema;

export const plan = `service: shop
sources:
  site: { type: http, url: https://shop.example.com }
  metrics:
    type: prometheus
    url: https://prometheus.example.com
roles:
  devops-lead: [devops@example.com]
environments:
  production:
    checklist:
      - { id: reviewed, title: Rollback reviewed, sign-off: devops-lead }
    watch:
      for: 24h
      criteria:
        healthy: { source: site, check: { path: /healthz, status: 200 } }
        api-errors:
          severity: critical
          source: metrics
          limit: 1%
`;

/** The text with the cursor at `|`, and its offset. */
export function cursor(text: string): { text: string; offset: number } {
  const offset = text.indexOf('|');
  return { text: text.replace('|', ''), offset };
}

/** The plan with another line in place of one that contains `old`. */
export const planWith = (old: string, line: string): { text: string; offset: number } => {
  const lines = plan.split('\n');
  const at = lines.findIndex((one) => one.includes(old));
  return cursor([...lines.slice(0, at), line, ...lines.slice(at + 1)].join('\n'));
};
