import { expect, it } from 'vitest';
import { deploySteps } from './deploy-steps.ts';

const plan = `environments:
  production:
    deploy:
      steps: [ git push, { run: ./deploy.sh, title: Deploy }, { get: /healthz } ]
`;

it('has what the plan runs to deploy', () => {
  expect(deploySteps(plan, 'production')).toEqual(['git push', './deploy.sh']);
});

it.each([
  ['another environment', plan, 'staging'],
  ['a plan without steps', 'service: shop', 'production'],
  ['a plan that is half written', 'environments: { production: [', 'production'],
])('has none of %s', (_what, text, environment) => expect(deploySteps(text, environment)).toEqual([]));
