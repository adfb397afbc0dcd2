/** The long form of the plan file: every section and every sort of entry. */
export const longPlan = `service: shop
sources:
  site:       { type: http, url: https://shop.example.com }
  metrics:    { type: metrics, url: https://shop.example.com/metrics }
  database:   { type: postgres, url: \${DATABASE_URL} }
roles:
  devops-lead: [devops@example.com]
  qa:          [qa@example.com]
environments:
  production:
    checklist:
      - { id: staging-tests, title: All tests pass in staging, run: npm test }
      - { id: rollback-reviewed, title: Rollback reviewed, sign-off: devops-lead }
    deploy:    { from: staging, to: main, steps: [ git checkout main, git merge --no-edit staging, git push origin main, ./deploy-production.sh ] }
    verify:    [ { run: npm run test:production } ]
    watch:
      for: 24h
      every: 15s
      criteria:
        api-errors:   { title: API error rate, severity: critical, source: metrics, rate: { bad: 'http_requests_total{status=~"5.."}', of: http_requests_total }, limit: 1% }
        checkout-p95: { severity: blocking, source: metrics, latency: 'http_request_duration_seconds{route="/checkout"}', quantile: 0.95, limit: 800ms, tolerance: 25% }
        pool:         { severity: warning, source: database, gauge: connections.active, limit: 80 }
        healthy:      { severity: blocking, source: site, check: { path: /healthz, status: 200 } }
        no-orphans:   { integrity: true, source: database, check: { sql: select id from order_lines where order_id is null, rows: 0 } }
    rollback:
      when:  { blocking: 1, critical: 2, integrity: 1 }
      to:    last-stable
      steps: [ git checkout \${ref}, ./deploy-production.sh ]
    dashboards: { application: https://grafana.example.com/d/shop }
`;
