import { describe, expect, it } from 'vitest';
import { productionOf } from '../plan/read-plan.fixture.ts';
import { forServices } from './for-services.ts';

const production = productionOf(`service: shop
services: [web, worker]
sources:
  site: { type: http, url: https://shop.example.com }
environments:
  production:
    deploy:
      steps: [ ./migrate.sh, { run: ./deploy-web.sh, service: web }, { run: ./deploy-worker.sh, service: worker } ]
    verify: [ { run: ./check-worker.sh, service: worker } ]
    watch:
      criteria:
        answers: { service: web, source: site, check: { path: /healthz } }
        works: { service: worker, source: site, check: { path: /worker } }
    rollback:
      steps: [ "git checkout \${ref}", { run: ./deploy-web.sh, service: web }, { run: ./deploy-worker.sh, service: worker } ]
`);
const titles = (steps: readonly { readonly title: string }[] = []) => steps.map(({ title }) => title);

describe('a deployment of some services', () => {
  it('runs their steps and those that are for all', () => {
    const web = forServices(production, ['web']);
    expect(titles(web.deploy?.steps)).toEqual(['./migrate.sh', './deploy-web.sh']);
    expect(titles(web.verify)).toEqual([]);
    expect(titles(web.rollback?.steps)).toEqual(['git checkout ${ref}', './deploy-web.sh']);
  });

  it('is watched by every criterion', () =>
    expect(forServices(production, ['web']).watch.criteria.map(({ service }) => service)).toEqual(['web', 'worker']));

  it('is the whole release when nothing is named', () => expect(forServices(production, undefined)).toBe(production));
});
