import { minutes } from '@daywatch/shared/vocabulary/time.ts';
import * as z from 'zod';
import { type ChecklistKind, defineChecklistKind } from '../ports/checklist-item.ts';
import { defineSourceKind, type SourceKind } from '../ports/kind.ts';
import type { NotifierShape } from '../ports/notifier.ts';
import { defineStepKind, type StepKind } from '../ports/step.ts';

const neverOpened = () => {
  throw new Error('a plan is read without opening its sources');
};
const address = z.strictObject({ url: z.string().min(1), headers: z.record(z.string(), z.string()).optional() });

const sourceKinds: readonly SourceKind[] = [
  defineSourceKind({
    type: 'http',
    summary: 'Asks.',
    options: address,
    open: neverOpened,
    measures: {
      check: {
        query: z.strictObject({ path: z.string().startsWith('/'), status: z.int().default(200) }),
        summary: 'Answers.',
      },
      latency: { query: z.strictObject({ path: z.string() }), unit: 's', summary: 'Takes.' },
    },
  }),
  defineSourceKind({
    type: 'metrics',
    summary: 'Scrapes.',
    options: address,
    open: neverOpened,
    measures: {
      rate: { query: z.strictObject({ bad: z.string(), of: z.string() }), unit: 'fraction', summary: 'Ratio.' },
      latency: { query: z.string(), unit: 's', summary: 'Histogram.' },
      count: { query: z.string(), summary: 'Counter.' },
      gauge: { query: z.string(), summary: 'Gauge.' },
    },
  }),
  defineSourceKind({
    type: 'postgres',
    summary: 'Queries.',
    options: z.strictObject({ url: z.string().min(1) }),
    open: neverOpened,
    measures: {
      gauge: { query: z.enum(['connections.active', 'locks.waiting']), unit: 'none', summary: 'Levels.' },
      count: { query: z.enum(['deadlocks']), summary: 'Events.' },
      check: { query: z.strictObject({ sql: z.string(), rows: z.int() }), summary: 'Rows.' },
    },
  }),
  defineSourceKind({
    type: 'workflow',
    summary: 'Several requests.',
    writtenUnder: 'workflows',
    options: z.strictObject({ url: z.string().min(1), workflow: z.unknown() }),
    open: neverOpened,
    measures: {
      check: { query: z.strictObject({}), summary: 'Works.' },
      latency: { query: z.union([z.string(), z.int()]), unit: 's', summary: 'Takes.' },
    },
  }),
];

const stepKinds: readonly StepKind[] = [
  defineStepKind({
    type: 'run',
    summary: 'Runs.',
    options: z.strictObject({ run: z.string().min(1) }),
    title: ({ run }) => run,
    execute: neverOpened,
  }),
  defineStepKind({
    type: 'get',
    summary: 'Gets.',
    options: z.strictObject({ get: z.string(), expect: z.int().default(200) }),
    title: ({ get }) => `GET ${get}`,
    execute: neverOpened,
  }),
  defineStepKind({
    type: 'workflow',
    summary: 'Runs a workflow.',
    options: z.strictObject({ workflow: z.string().min(1) }),
    title: ({ workflow }) => `Workflow ${workflow}`,
    execute: neverOpened,
  }),
];

const neverLooked = { by: 'runner', look: neverOpened } as const;

const checklistKinds: readonly ChecklistKind[] = [
  defineChecklistKind({
    type: 'run',
    summary: 'Runs.',
    options: z.strictObject({ run: z.string().min(1) }),
    timeout: minutes(10),
    answerer: () => neverLooked,
  }),
  defineChecklistKind({
    type: 'sign-off',
    summary: 'Asks.',
    options: z.strictObject({ 'sign-off': z.string().min(1) }),
    timeout: minutes(10),
    references: ({ 'sign-off': name }) => [{ what: 'role', name, path: ['sign-off'] }],
    answerer: ({ 'sign-off': role }) => ({ by: 'people', role }),
  }),
  defineChecklistKind({
    type: 'verdict',
    summary: 'Waits.',
    options: z.strictObject({ verdict: z.strictObject({ environment: z.string() }) }),
    timeout: minutes(1),
    references: ({ verdict: { environment: name } }) => [
      { what: 'environment', name, path: ['verdict', 'environment'] },
    ],
    answerer: () => ({ ...neverLooked, by: 'daemon' }),
  }),
  defineChecklistKind({
    type: 'backup',
    summary: 'Looks.',
    options: z.strictObject({ backup: z.strictObject({ source: z.string() }) }),
    timeout: minutes(1),
    references: ({ backup: { source: name } }) => [
      { what: 'source', name, path: ['backup', 'source'], type: 'postgres' },
    ],
    answerer: () => ({ ...neverLooked, by: 'daemon' }),
  }),
];

const notifierKinds: readonly NotifierShape[] = [
  { type: 'email', summary: 'Mails.', options: z.strictObject({}), to: { type: 'people' } },
  {
    type: 'slack',
    summary: 'Posts.',
    options: z.strictObject({ channel: z.string().optional() }),
    to: {
      type: 'address',
      example: '${SLACK_WEBHOOK}',
      fault: (address) => (/^https?:|\$\{/.test(address) ? undefined : 'is not an http or https address'),
    },
  },
  {
    type: 'alertmanager',
    summary: 'Alerts.',
    options: z.strictObject({}),
    to: { type: 'address', example: 'http://alertmanager:9093', fault: () => undefined },
    occasions: ['no-go', 'failed'],
    resolves: true,
  },
  { type: 'desktop', summary: 'Shows.', options: z.strictObject({}), to: { type: 'nobody' } },
];

/** Kinds with the shapes of the real ones, so that the rules of the plan are tested apart from them. */
export const fewKinds = { sourceKinds, stepKinds, checklistKinds, notifierKinds };
