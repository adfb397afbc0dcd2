import type { Reading } from '@daywatch/shared/vocabulary/observation.ts';

/** So many criteria of all five measures, as a plan for one environment; what they ask is never asked. */
export const planOf = (criteria: number, watch = '24h'): string => `
service: shop
sources:
  shop: { type: metrics, url: "http://shop.test/metrics" }
environments:
  production:
    deploy: { steps: [ ./deploy-production.sh ] }
    watch:
      for: ${watch}
      every: 15s
      criteria:
${Array.from({ length: criteria }, (_, index) => `        c${index}: ${written[index % written.length]}`).join('\n')}
    rollback: { steps: [ ./deploy-production.sh ] }
`;

const written = [
  '{ severity: critical, source: shop, rate: { bad: \'requests{status="500"}\', of: requests }, tolerance: 25% }',
  '{ severity: critical, source: shop, latency: duration_seconds, tolerance: 10% }',
  '{ severity: critical, source: shop, count: crashes_total, tolerance: 25% }',
  '{ severity: critical, source: shop, gauge: connections, tolerance: 20% }',
  '{ severity: critical, source: shop, rate: { bad: \'requests{status="404"}\', of: requests }, limit: 5% }',
];

/** What the criterion of this number reads: never quite the same twice. */
export function readingOf(index: number, turn: number): Reading {
  const some = (index * 31 + turn * 17) % 13;
  switch (index % written.length) {
    case 1:
      return { type: 'histogram', bounds: [0.05, 0.1, 0.25, 0.5, 1], counts: [40 + some, 20, 5, 1, 0, 0] };
    case 2:
      return { type: 'count', count: some === 0 ? 1 : 0 };
    case 3:
      return { type: 'gauge', value: 40 + some };
    default:
      return { type: 'rate', bad: some === 0 ? 1 : 0, total: 100 + some };
  }
}
