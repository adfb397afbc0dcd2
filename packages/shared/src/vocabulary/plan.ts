import * as z from 'zod';
import { type AnnouncementPlan, announceInput, mailInput } from './announce.ts';
import { type Criterion, severity } from './criterion.ts';
import { type TicketPlan, ticketInput } from './ticket.ts';
import { hours, type Millis, millis, minutes, seconds } from './time.ts';
import { type WindowPlan, windowInput } from './window.ts';
import { quantity, share, unit } from './written-quantity.ts';
import { duration, durationOfAtLeast } from './written-time.ts';

/** How sources, criteria, roles and environments are called. */
export const name = z
  .string()
  .regex(/^[a-z0-9][a-z0-9._-]*$/i, 'a name has letters, digits, ".", "_" and "-" only')
  .max(80);

/** One criterion as it is written. Which of the five measure keys are allowed, and their shape, is the source kind's to say. */
export const criterionInput = z.strictObject({
  title: z.string().min(1).optional().meta({ description: 'What people call it; the name when left out.' }),
  service: name.optional().meta({ description: 'Which of `services` it is about; all of them when left out.' }),
  severity: severity.optional().meta({
    description: 'blocking: alone it recommends the rollback. critical: alone a NO-GO. warning: shown, never deciding.',
  }),
  integrity: z
    .boolean()
    .optional()
    .meta({ description: 'Data integrity is at stake: one confirmed failure recommends the rollback.' }),
  source: name.optional().meta({ description: 'The name of one of the sources.' }),
  workflow: name.optional().meta({
    description: 'The name of one of the workflows, run each time: a check of it, or with `latency` the time it takes.',
  }),
  rate: z.unknown().optional().meta({ description: 'Bad out of total.' }),
  latency: z.unknown().optional().meta({ description: 'A distribution of times.' }),
  count: z.unknown().optional().meta({ description: 'Events.' }),
  gauge: z.unknown().optional().meta({ description: 'A level.' }),
  check: z.unknown().optional().meta({ description: 'Yes or no.' }),
  quantile: z.number().gt(0).lt(1).optional().meta({
    description:
      'The one quantile that is compared. When left out, a limit speaks of 0.95, and a tolerance of 0.5, 0.95 and 0.99.',
  }),
  limit: quantity.optional().meta({ description: 'The absolute limit: 1%, 800ms, 3/min, 80.' }),
  tolerance: share.optional().meta({ description: 'How much worse than the baseline is accepted: 25%.' }),
  worse: z.enum(['higher', 'lower']).optional().meta({ description: 'Which direction is bad; higher when left out.' }),
  unit: unit.optional().meta({ description: 'The unit of a gauge, when its limit does not say.' }),
  every: durationOfAtLeast(seconds(1))
    .optional()
    .meta({ description: "How often it is read, 1s at least; the watch's `every` when left out." }),
  after: duration.optional().meta({ description: 'Warm-up: not judged this long after the deploy.' }),
  timeout: durationOfAtLeast(millis(1))
    .optional()
    .meta({ description: 'How long a reading may take; 10s when left out, or `every` when that is shorter.' }),
  'no-data': z
    .enum(['blind', 'failing'])
    .optional()
    .meta({ description: 'What an absent reading is; it is never a pass.' }),
  'dry-run': z.boolean().optional().meta({ description: 'Measured and shown, never deciding.' }),
  strict: z
    .boolean()
    .optional()
    .meta({ description: 'Fails at the first confirmed violation instead of by statistics.' }),
  confirm: z
    .int()
    .min(1)
    .max(20)
    .optional()
    .meta({ description: 'Readings in a row that confirm a violation of a strict criterion; 2 when left out.' }),
});
export type CriterionInput = z.infer<typeof criterionInput>;

/** A source as it is written. Everything but its type is the kind's to say. */
export const sourceInput = z.looseObject({ type: z.string() });

/** A workflow as it is written. Its shape is the daemon's to say. */
export const workflowInput = z.unknown();

/** What every sort of step has. */
export const stepCommon = z.object({
  title: z.string().min(1).optional().meta({ description: 'What people call it; made from the step when left out.' }),
  timeout: durationOfAtLeast(millis(1)).optional().meta({ description: 'How long it may take; 30m when left out.' }),
  service: name.optional().meta({
    description: 'Which of `services` it is for: it runs only when that one is deployed; always when left out.',
  }),
});

/** A step as it is written: a command line, or an object whose one kind-naming key (`run`, `get`, …) says what to do. */
export const stepInput = z.union([z.string().min(1), z.looseObject(stepCommon.shape)]);
export type StepInput = z.infer<typeof stepInput>;

/** What every sort of checklist item has. */
export const checklistItemCommon = z.object({
  id: name.meta({ description: 'By this it is signed and overridden.' }),
  title: z.string().min(1).meta({ description: 'What people call it.' }),
  timeout: durationOfAtLeast(millis(1))
    .optional()
    .meta({ description: 'How long one look at it may take; 10m when left out.' }),
});

/** An item as it is written: beside its title one kind-naming key (`run`, `sign-off`, …) says how it is answered. */
export const checklistItemInput = z.looseObject(checklistItemCommon.shape);

export const deployInput = z.strictObject({
  from: z
    .string()
    .min(1)
    .optional()
    .meta({ description: 'The branch that is deployed; the current commit when left out.' }),
  to: z.string().min(1).optional().meta({ description: 'The branch it is merged into.' }),
  steps: z.array(stepInput).min(1).meta({ description: 'What the runner does, in order; the first failure stops it.' }),
});

export const watchInput = z.strictObject({
  for: durationOfAtLeast(seconds(1))
    .default(hours(24))
    .meta({ description: 'How long production must be seen in good health; 24h when left out.' }),
  every: durationOfAtLeast(seconds(1))
    .default(seconds(15))
    .meta({ description: 'How often each criterion is read, 1s at least; 15s when left out.' }),
  settle: duration
    .optional()
    .meta({ description: 'Seen but not judged right after the deploy; 2m for a watch of 24h.' }),
  'earliest-go': duration.optional().meta({ description: 'GO is not said before; 30m for a watch of 24h.' }),
  'at-most': duration
    .optional()
    .meta({ description: 'The longest the watch may last when blind time extends it; twice `for` when left out.' }),
  recover: z.boolean().optional().meta({
    description:
      'Whether a NO-GO is taken back once all that failed has proved to be well again; without it a person decides.',
  }),
  criteria: z.record(name, criterionInput).meta({ description: 'What good looks like.' }),
});

export const rollbackRuleInput = z.strictObject({
  blocking: z.int().min(1).optional().meta({ description: '1 when left out.' }),
  critical: z.int().min(1).optional().meta({ description: '2 when left out.' }),
  integrity: z.int().min(1).optional().meta({ description: '1 when left out.' }),
});

export const rollbackInput = z.strictObject({
  when: rollbackRuleInput.optional().meta({
    description:
      'How many failing criteria of each sort recommend the rollback: 1 blocking, 2 critical, 1 integrity when left out.',
  }),
  to: z.string().min(1).default('last-stable').meta({ description: 'last-stable, or a git ref.' }),
  tags: z
    .string()
    .min(1)
    .default('stable/*')
    .meta({ description: 'Which tags mark stable versions, when none is known from an earlier watch.' }),
  steps: z
    .array(stepInput)
    .min(1)
    .meta({ description: 'What the runner does to go back; the variable `ref` holds the version to go back to.' }),
  'dry-run': z.string().min(1).optional().meta({
    description: 'A command line that tries the rollback out before each push, in a copy of the version to go back to.',
  }),
  migrations: z
    .strictObject({ folder: z.string().min(1).meta({ description: 'Where the migrations are, from the plan.' }) })
    .optional()
    .meta({ description: 'SQL migrations since the version to go back to are read before each push.' }),
  automatic: z
    .boolean()
    .optional()
    .meta({ description: 'A waiting `daywatch runner` rolls back when the verdict recommends it; once at most.' }),
  'cool-down': duration.optional().meta({
    description:
      'How long after a rollback no other one begins without a reason; 30m for automatic ones, none for a person, when left out.',
  }),
  watch: z
    .strictObject({
      for: durationOfAtLeast(seconds(1))
        .default(minutes(15))
        .meta({ description: 'How long the version before is watched after a rollback; 15m when left out.' }),
    })
    .optional()
    .meta({ description: 'The short watch after a rollback.' }),
  ticket: ticketInput.optional().meta({ description: 'Where a ticket is opened after a rollback.' }),
});

export const environmentInput = z.strictObject({
  window: windowInput.optional().meta({ description: 'When the environment may be deployed to.' }),
  checklist: z
    .array(checklistItemInput)
    .optional()
    .meta({ description: 'What must be true or signed off before the deploy.' }),
  deploy: deployInput.optional().meta({ description: 'How a version gets there.' }),
  verify: z
    .array(stepInput)
    .optional()
    .meta({ description: 'All must pass right after the deploy, before the watch begins.' }),
  watch: watchInput.meta({ description: 'How long it is watched, and against which criteria.' }),
  rollback: rollbackInput.optional().meta({ description: 'When to go back, to what, and how.' }),
  announce: z.array(announceInput).optional().meta({ description: 'Who is told what, and when.' }),
  dashboards: z
    .record(z.string(), z.url({ protocol: /^https?$/, error: 'must be an http or https address' }))
    .optional()
    .meta({ description: 'Links that are shown with the verdict, by title.' }),
});
export type EnvironmentInput = z.infer<typeof environmentInput>;

/** The plan as it is written, without what belongs to the kinds of its sources and steps. */
export const planInput = z.strictObject({
  $schema: z.string().optional().meta({ description: 'For editors: where the JSON Schema of this file is.' }),
  service: name.meta({ description: 'What is deployed.' }),
  services: z
    .array(name)
    .min(2)
    .refine((names) => new Set(names).size === names.length, 'names a service twice')
    .optional()
    .meta({
      description:
        'The services of a release that has several; criteria and steps say by `service` which of them they are about.',
    }),
  preset: z
    .string()
    .optional()
    .meta({ description: 'Criteria for a usual kind of service; everything it sets can be overridden.' }),
  url: z.string().optional().meta({ description: 'For the preset: where the service answers.' }),
  metrics: z.string().optional().meta({ description: 'For the preset: its /metrics page.' }),
  database: z.string().optional().meta({ description: 'For the preset: its Postgres.' }),
  sources: z.record(name, sourceInput).optional().meta({ description: 'Where readings come from, by name.' }),
  roles: z
    .record(name, z.array(z.string().min(1)))
    .optional()
    .meta({ description: 'Who may sign for what.' }),
  mail: mailInput.optional().meta({ description: 'Where mails are handed in, and whom they come from.' }),
  workflows: z
    .record(name, workflowInput)
    .optional()
    .meta({ description: 'Requests that belong together, by name: run on schedule, and when a deploy is verified.' }),
  environments: z
    .record(name, environmentInput)
    .optional()
    .meta({ description: 'Where versions run: production, staging.' }),
});
export type PlanInput = z.infer<typeof planInput>;

export interface SourcePlan {
  readonly name: string;
  readonly type: string;
  /** As written, and accepted by the kind; `${NAME}` still in place. */
  readonly options: unknown;
}

/** One thing the runner does. */
export interface StepPlan {
  /** Unique in its list, made from the title: `git-merge-no-edit-staging`. */
  readonly id: string;
  readonly title: string;
  /** The kind of step: `run`, `get`. */
  readonly type: string;
  /** As the kind has read them. */
  readonly options: unknown;
  readonly timeout: Millis;
  /** Which of the plan's services it is for; all when left out. */
  readonly service?: string;
}

interface ItemFacts {
  readonly id: string;
  readonly title: string;
  /** The kind of item: `run`, `backup`. */
  readonly type: string;
}

/** What must be true before a deploy, and who says whether it is. */
export type ChecklistItem =
  | (ItemFacts & { readonly by: 'people'; readonly role: string })
  | (ItemFacts & {
      readonly by: 'runner' | 'daemon';
      /** As the kind has read them. */
      readonly options: unknown;
      /** How long one look may take. */
      readonly timeout: Millis;
    });

export interface RollbackRule {
  readonly blocking: number;
  readonly critical: number;
  readonly integrity: number;
}

export interface WatchPlan {
  readonly for: Millis;
  readonly every: Millis;
  readonly settle: Millis;
  readonly earliestGo: Millis;
  /** Wall time after which the watch ends undecided. */
  readonly atMost: Millis;
  /** A NO-GO goes back to undecided once all that failed is well again; it stays when left out. */
  readonly recover?: boolean;
  readonly criteria: readonly Criterion[];
}

export interface EnvironmentPlan {
  readonly name: string;
  readonly window?: WindowPlan;
  readonly checklist: readonly ChecklistItem[];
  readonly deploy?: { readonly from?: string; readonly to?: string; readonly steps: readonly StepPlan[] };
  readonly verify: readonly StepPlan[];
  readonly watch: WatchPlan;
  readonly rollback?: {
    readonly when: RollbackRule;
    readonly to: string;
    readonly tags: string;
    readonly steps: readonly StepPlan[];
    readonly dryRun?: string;
    readonly migrations?: { readonly folder: string };
    readonly automatic?: true;
    readonly coolDown?: Millis;
    /** How long the version before is watched after a rollback; 15 minutes when left out. */
    readonly watchFor?: Millis;
    readonly ticket?: TicketPlan;
  };
  readonly announce?: readonly AnnouncementPlan[];
  readonly dashboards: Readonly<Record<string, string>>;
}

/** The checked `daywatch.yaml`. */
export interface Plan {
  readonly service: string;
  /** Of a release that has several. */
  readonly services?: readonly string[];
  readonly sources: Readonly<Record<string, SourcePlan>>;
  readonly roles: Readonly<Record<string, readonly string[]>>;
  readonly environments: Readonly<Record<string, EnvironmentPlan>>;
  /** SHA-256 of the plan's text, hex. A sign-off is bound to it. */
  readonly hash: string;
}
