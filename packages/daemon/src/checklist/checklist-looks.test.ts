import type { Deployment } from '@daywatch/shared/vocabulary/deployment.ts';
import type { DeploymentEvent } from '@daywatch/shared/vocabulary/deployment-event.ts';
import type { ChecklistItem, EnvironmentPlan, Plan } from '@daywatch/shared/vocabulary/plan.ts';
import { minutes, seconds } from '@daywatch/shared/vocabulary/time.ts';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { createFakeClock } from '../../../../test/fakes/fake-clock.ts';
import { plan as usual, watched } from '../http/app.fixture.ts';
import { type ChecklistKind, defineChecklistKind, type Finding } from '../ports/checklist-item.ts';
import { createChecklistLooks } from './checklist-looks.ts';

const asked = z.strictObject({ answer: z.string() });
const kind = (look: (signal: AbortSignal, answer: string) => Promise<Finding>): ChecklistKind =>
  defineChecklistKind({
    type: 'ask',
    summary: 'Asks.',
    options: asked,
    timeout: minutes(1),
    answerer: ({ answer }) => ({ by: 'daemon', look: ({ signal }) => look(signal, answer) }),
  });
const item = (id: string): ChecklistItem => ({
  by: 'daemon',
  type: 'ask',
  id,
  title: id,
  options: { answer: id },
  timeout: seconds(10),
});

function world(deployment: Deployment, look: (signal: AbortSignal, answer: string) => Promise<Finding>) {
  const clock = createFakeClock();
  const noted: Extract<DeploymentEvent, { type: 'checked' }>[] = [];
  const faults: unknown[] = [];
  const checklist: ChecklistItem[] = [...usual.checklist, item('first'), item('second')];
  const plan: EnvironmentPlan = { ...usual, checklist };
  const whole: Plan = { service: 'shop', sources: {}, roles: {}, environments: {}, hash: 'p1' };
  const looks = createChecklistLooks({
    store: {
      deployment: async (id) => (id === deployment.id ? deployment : undefined),
      deployments: async () => [deployment],
      events: async () => [],
    },
    clock,
    kinds: [kind(look)],
    environments: () => ['production'],
    planOf: () => ({ plan, whole }),
    openSource: () => {
      throw new Error('nothing is asked of a source here');
    },
    noteCheck: async (_id, check) => {
      noted.push(check);
      return deployment;
    },
    onFault: (cause) => faults.push(cause),
  });
  return { clock, noted, faults, looks };
}
const planned: Deployment = { ...watched, phase: 'planned' };
const passed = async (_signal: AbortSignal, answer: string): Promise<Finding> => ({ state: 'passed', because: answer });

describe('what the daemon looks at of a checklist', () => {
  it('is its own items, with the time of the look', async () => {
    const { looks, noted } = world(planned, passed);
    expect(await looks.look(planned.id)).toBe(planned);
    const at = '2026-12-01T22:00:00.000Z';
    expect(noted).toEqual([
      { type: 'checked', item: 'first', state: 'passed', because: 'first', at },
      { type: 'checked', item: 'second', state: 'passed', because: 'second', at },
    ]);
  });

  it('is nothing of a deployment that has begun', async () => {
    const { looks, noted } = world(watched, passed);
    await looks.look(watched.id);
    expect(noted).toEqual([]);
    expect(await looks.look('another')).toMatchObject({ refused: { code: 'unknown-deployment' } });
  });

  it('goes on beside an item whose kind has a fault', async () => {
    const { looks, noted } = world(planned, async (signal, answer) => {
      if (answer === 'first') throw new Error('undefined is not a function');
      return passed(signal, answer);
    });
    await looks.look(planned.id);
    expect(noted.map(({ state, because }) => `${state}: ${because}`)).toEqual([
      'failed: a fault in looking: undefined is not a function',
      'passed: second',
    ]);
  });

  it('asks for people with the role that they need', async () => {
    const { looks, noted } = world(planned, async () => ({ state: 'asks', because: 'who knows', role: 'qa' }));
    await looks.look(planned.id);
    expect(noted[0]).toMatchObject({ state: 'asks', role: 'qa' });
  });

  it('is given up after its time', async () => {
    const { looks, noted, clock } = world(
      planned,
      (signal) =>
        new Promise((resolve) =>
          signal.addEventListener('abort', () => resolve({ state: 'failed', because: 'no answer in time' })),
        ),
    );
    const looking = looks.look(planned.id);
    await clock.advance(seconds(10));
    await looking;
    expect(noted.map(({ because }) => because)).toEqual(['no answer in time', 'no answer in time']);
  });

  it('is looked at every 30 seconds while it is planned, until the end', async () => {
    const { looks, noted, clock } = world(planned, passed);
    const end = looks.start();
    await clock.advance(seconds(65));
    expect(noted.map(({ at }) => at.slice(14, 19))).toEqual(['00:00', '00:00', '00:30', '00:30', '01:00', '01:00']);
    await end();
    await clock.advance(minutes(5));
    expect(noted).toHaveLength(6);
  });
});
