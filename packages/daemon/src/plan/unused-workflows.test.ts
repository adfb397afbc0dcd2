import { expect, it } from 'vitest';
import { planKinds } from '../plan-kinds.ts';
import { parsePlan } from './parse.ts';
import { unusedWorkflows } from './unused-workflows.ts';

it('names the workflows that neither a criterion nor a step runs', () => {
  const text = `
service: shop
sources:
  site: { type: http, url: https://shop.example }
workflows:
  watched: [ { get: /a } ]
  timed: [ { get: /b } ]
  verified: [ { get: /c } ]
  forgotten: [ { get: /d } ]
environments:
  production:
    verify: [ { workflow: verified } ]
    watch:
      criteria:
        watched: { severity: blocking, workflow: watched }
        timed: { workflow: timed, latency: total, limit: 1s }
`;
  const read = parsePlan({ text, file: 'daywatch.yaml', ...planKinds });
  expect('plan' in read ? unusedWorkflows(read.plan) : read.problems).toEqual(['forgotten']);
});
