import { environmentView } from '@daywatch/daemon/src/http/views.ts';
import { reportSentence } from '@daywatch/daemon/src/record/report-sentence.ts';
import { minutes } from '@daywatch/shared/vocabulary/time.ts';
import { expect, it } from 'vitest';
import { createWorld } from '../world.ts';

const plan = `
service: shop
services: [web, worker]
sources:
  site: { type: http, url: "http://shop.test" }
environments:
  production:
    deploy: { steps: [ ./deploy-production.sh ] }
    watch:
      for: 1h
      every: 10s
      criteria:
        answers: { service: web, title: The shop answers, severity: blocking, source: site, check: { path: /healthz, status: 200 } }
        works: { service: worker, title: The queue is worked off, severity: blocking, source: site, check: { path: /worker, status: 200 } }
`;

it('one verdict for the release; each service is told apart, deployed or not', async () => {
  const world = await createWorld({ plan, services: ['web'] });
  const verdict = () => environmentView(world.state(), world.clock.now()).verdict;
  await world.clock.advance(minutes(10));
  await world.deploy();
  expect(world.state().deployment?.services).toEqual(['web']);
  const [requested] = await world.record();
  expect(requested && reportSentence(requested.event)).toContain('(9f8d111) of web in production');
  await world.clock.advance(minutes(10));
  world.answer('works', { type: 'check', ok: false, because: 'GET /worker answered 503' });
  await world.clock.advance(minutes(2));
  // The new web may have broken the worker, which nobody has deployed.
  expect(verdict()).toMatchObject({
    verdict: 'no-go',
    recommendation: 'roll-back',
    because: [expect.stringMatching(/^worker, The queue is worked off: /)],
    services: [
      { name: 'web', deployed: true, state: expect.not.stringMatching('failing'), criteria: ['answers'] },
      { name: 'worker', deployed: false, state: 'failing', criteria: ['works'] },
    ],
  });
});
