import type { DeploymentSummary } from '@daywatch/shared/api/views.ts';
import { instant } from '@daywatch/shared/vocabulary/time.ts';
import { beforeEach, expect, it } from 'vitest';
import { createDeployHistory, type DeployHistory } from './deploy-history.ts';
import { aView } from './model.fixture.ts';
import { type Happened, initialModel, type Model, reduce } from './model.ts';

const now = instant(1_764_626_400_000);
const known: Happened = { type: 'environment', view: aView(now) };
const succeeded: Happened = { type: 'environment', view: aView(now, { deployment: { phase: 'succeeded' } }) };
const online: Happened = { type: 'connection', connection: { state: 'online' } };
const staging: Happened = { type: 'environment', view: { ...aView(now), name: 'staging' } };

let model: Model;
/** Each question, to be answered by the test. */
let questions: { environment: string; answer: (versions: readonly string[] | undefined) => Promise<void> }[];
let history: DeployHistory;
beforeEach(() => {
  model = initialModel('production');
  questions = [];
  history = createDeployHistory({
    model: () => model,
    changed: () => undefined,
    ask: (environment) =>
      new Promise((resolve) => {
        questions.push({
          environment,
          async answer(versions) {
            resolve(versions?.map((version) => ({ version }) as DeploymentSummary));
            await new Promise(setImmediate);
          },
        });
      }),
  });
});

function happens(...happened: readonly Happened[]): void {
  for (const one of happened) {
    model = reduce(model, one);
    history.look();
  }
}
const versions = () => history.deployments().map(({ version }) => version);

it('asks once for each change of the current deployment', async () => {
  happens(known, known, succeeded, succeeded);
  expect(questions.map(({ environment }) => environment)).toEqual(['production', 'production']);
});

it('asks again after a question that nobody answered', async () => {
  happens(known);
  await questions[0]?.answer(undefined);
  happens(known);
  await questions[1]?.answer(['1.4.2']);
  expect(versions()).toEqual(['1.4.2']);
});

it('keeps to the later of two answers, in whatever order they come', async () => {
  happens(known, succeeded);
  await questions[1]?.answer(['1.4.2', '1.4.1']);
  await questions[0]?.answer(['1.4.1']);
  expect(versions()).toEqual(['1.4.2', '1.4.1']);
});

it('keeps what was said last while nobody answers', async () => {
  happens(known);
  await questions[0]?.answer(['1.4.2']);
  happens({ type: 'connection', connection: { state: 'offline', because: 'gone', local: true } });
  expect(versions()).toEqual(['1.4.2']);
});

it('never shows what was deployed elsewhere', async () => {
  happens(known, staging);
  await questions[0]?.answer(['1.4.2']);
  happens({ type: 'chosen', environment: 'staging' });
  expect(versions()).toEqual([]);
  await questions[1]?.answer(['1.5.0']);
  expect(versions()).toEqual(['1.5.0']);
  happens({ type: 'chosen', environment: 'nowhere' });
  expect(versions()).toEqual([]);
});

it('shows nothing of a daemon that the next one does not know', async () => {
  happens(known);
  await questions[0]?.answer(['1.4.2']);
  happens({ type: 'connection', connection: { state: 'connecting' } }, staging, online);
  expect(versions()).toEqual([]);
});
