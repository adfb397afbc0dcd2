import { describe, expect, it } from 'vitest';
import { problemLine, problemsOf } from './read-plan.fixture.ts';

const plan = (services: string, criterion: string, step = './deploy.sh') => `service: shop
${services}
sources: { site: { type: http, url: https://shop.example.com } }
environments:
  production:
    deploy:
      steps:
        - ${step}
    watch:
      criteria:
        healthy: { source: site, check: { path: /healthz }${criterion} }
`;

describe('the services of a plan', () => {
  it.each([
    ['services: [web, worker]', ', service: web', './deploy.sh', []],
    [
      'services: [web, worker]',
      ', service: wrker',
      './deploy.sh',
      ['11:70 unknown-service: there is no service "wrker"'],
    ],
    [
      'services: [web, worker]',
      '',
      '{ run: ./deploy.sh, service: api }',
      ['8:40 unknown-service: there is no service "api"'],
    ],
    ['roles: {}', ', service: web', './deploy.sh', ['11:70 unknown-service: there is no service "web"']],
    ['services: [web]', '', './deploy.sh', [expect.stringContaining('wrong-value')]],
    ['services: [web, web]', '', './deploy.sh', [expect.stringContaining('names a service twice')]],
  ])('%s with %j, %j', (services, criterion, step, problems) =>
    expect(problemsOf(plan(services, criterion, step)).map(problemLine)).toEqual(problems),
  );

  it('are offered when one is misspelt, and asked for where there are none', () => {
    expect(problemsOf(plan('services: [web, worker]', ', service: wrker'))[0]).toMatchObject({ meant: 'worker' });
    expect(problemsOf(plan('roles: {}', ', service: web'))[0]?.hint).toContain('services: [shop, worker]');
  });
});
