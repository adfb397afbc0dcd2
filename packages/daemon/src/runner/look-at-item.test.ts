import { minutes, seconds } from '@daywatch/shared/vocabulary/time.ts';
import { expect, it } from 'vitest';
import * as z from 'zod';
import { createFakeClock } from '../../../../test/fakes/fake-clock.ts';
import { type ChecklistKind, defineChecklistKind, type Finding, type RunnerLook } from '../ports/checklist-item.ts';
import { stepKinds } from '../steps/registry.ts';
import { gitEnvironment } from './checkout.fixture.ts';
import { FakeDaemon } from './fake-daemon.fixture.ts';
import { openGit } from './git.ts';
import { lookAtItem, type OwnItem } from './look-at-item.ts';
import type { RunnerEvent } from './runner-event.ts';
import { environmentPlan } from './world.fixture.ts';

const item: OwnItem = { by: 'runner', type: 'ask', id: 'it', title: 'It', options: {}, timeout: seconds(10) };

function looking(look: (tools: RunnerLook) => Promise<Finding>, patience = minutes(5)) {
  const clock = createFakeClock();
  const interruption = new AbortController();
  const said: RunnerEvent[] = [];
  const kind: ChecklistKind = defineChecklistKind({
    type: 'ask',
    summary: 'Asks.',
    options: z.strictObject({}),
    timeout: minutes(1),
    answerer: () => ({ by: 'runner', look }),
  });
  const tools = {
    folder: '/',
    git: openGit('/', gitEnvironment),
    stepKinds,
    checklistKinds: [kind],
    environment: gitEnvironment,
    mask: (text: string) => text.replaceAll('hunter2', '***'),
    outbound: { request: async () => ({ type: 'failed' as const, because: 'nobody is outside', after: seconds(0) }) },
    clock,
    signal: interruption.signal,
    daemon: new FakeDaemon().daemon,
    tell: () => undefined,
  };
  const done = lookAtItem({
    item,
    plan: environmentPlan(),
    version: { version: '1.1.0', commit: 'abc' },
    variables: {},
    patience,
    session: { say: (event) => said.push(event) },
    tools,
  });
  const told = () =>
    said.flatMap((event) =>
      event.type === 'checked'
        ? [`${event.state}: ${event.because}`]
        : event.type === 'step-finished'
          ? [`step ${event.outcome}`]
          : [],
    );
  return { clock, done, told, interrupt: () => interruption.abort('SIGINT') };
}

it('looks again at what may pass by itself, and tells each finding once', async () => {
  const findings: Finding[] = [
    { state: 'waiting', because: 'it still grows' },
    { state: 'waiting', because: 'it still grows' },
    { state: 'passed', because: 'it is there' },
  ];
  const { clock, done, told } = looking(async () => findings.shift() ?? { state: 'failed', because: 'one look more' });
  await clock.advance(seconds(20));
  await done;
  expect(told()).toEqual(['waiting: it still grows', 'passed: it is there', 'step passed']);
});

it('gives up waiting when the patience is over', async () => {
  const { clock, done, told } = looking(async () => ({ state: 'waiting', because: 'it still grows' }), seconds(15));
  await clock.advance(seconds(20));
  await done;
  expect(told()).toEqual(['waiting: it still grows', 'step failed']);
});

it('asks for a person without failing the step', async () => {
  const { done, told } = looking(async () => ({ state: 'asks', because: 'who knows', role: 'qa' }));
  await done;
  expect(told()).toEqual(['asks: who knows', 'step passed']);
});

it('tells no secret', async () => {
  const { done, told } = looking(async () => ({ state: 'failed', because: 'password hunter2 refused' }));
  await done;
  expect(told()).toEqual(['failed: password *** refused', 'step failed']);
});

it('takes a fault of a kind for a failure, and a look that takes too long for one that is over', async () => {
  const broken = looking(async () => {
    throw new Error('undefined is not a function');
  });
  await broken.done;
  expect(broken.told()).toEqual(['failed: a fault in looking: undefined is not a function', 'step failed']);
  const slow = looking(
    ({ signal }) =>
      new Promise((resolve) =>
        signal.addEventListener('abort', () => resolve({ state: 'failed', because: 'not finished' })),
      ),
  );
  await slow.clock.advance(seconds(10));
  await slow.done;
  expect(slow.told()).toEqual(['failed: not finished', 'step failed']);
});

it('has found nothing when it is interrupted', async () => {
  const { done, told, interrupt } = looking(
    ({ signal }) =>
      new Promise((resolve) =>
        signal.addEventListener('abort', () => resolve({ state: 'failed', because: 'aborted' })),
      ),
  );
  interrupt();
  await done;
  expect(told()).toEqual(['step interrupted']);
});
