import { between, hours, type Instant } from '@daywatch/shared/vocabulary/time.ts';
import * as z from 'zod';
import type { Era } from '../era.ts';
import type { ExplainedPlan } from './explain-plan.ts';
import { planChange, planShape } from './plan-shape.ts';

const page = z.object({
  at: z.number(),
  plan: z.union([
    z.object({ type: z.literal('explained'), shape: planShape }),
    z.object({ type: z.literal('unknown'), because: z.string() }),
  ]),
});
type Page = z.infer<typeof page>;

/** The plans of the statements that matter most, as they were before the deploy and as they are. By queryid. */
export interface PlanBook {
  readonly era: Era;
  readonly before: Readonly<Record<string, Page>>;
  readonly now: Readonly<Record<string, Page>>;
}

const kept = z.object({
  era: z.object({ key: z.string(), deployment: z.string().optional() }),
  before: z.record(z.string(), page),
  now: z.record(z.string(), page),
});
const mostPages = 200;
const stale = hours(6);

export const newBook = (era: Era): PlanBook => ({ era, before: {}, now: {} });

/** A new version turns what is into what was; a rollback keeps what was before its deploy. */
export function turnPage(book: PlanBook, era: Era): PlanBook {
  if (era.key === book.era.key) return book;
  const isRollback = era.deployment !== undefined && era.deployment === book.era.deployment;
  return { era, before: isRollback ? book.before : { ...book.before, ...book.now }, now: {} };
}

/** Which statements to look up next: of those that take most of the time, the ones not known or not looked up for long. */
export function nextPages(book: PlanBook, byTime: readonly string[], now: Instant): readonly string[] {
  return byTime.slice(0, mostPages).filter((id) => {
    const known = book.now[id];
    return known === undefined || between(known.at as Instant, now) > stale;
  });
}

export function withPage(book: PlanBook, id: string, plan: ExplainedPlan, at: Instant): PlanBook {
  const newest = Object.entries({ ...book.now, [id]: { at, plan } }).sort(([, one], [, other]) => other.at - one.at);
  return { ...book, now: Object.fromEntries(newest.slice(0, mostPages)) };
}

/** What became of a statement's plan, in words. */
export function tellPlan(book: PlanBook, id: string, plan: ExplainedPlan): string {
  const before = book.before[id]?.plan;
  if (plan.type === 'unknown') return `its plan cannot be looked up: ${plan.because}`;
  if (before === undefined) return 'its plan before the deploy is not known';
  if (before.type === 'unknown') return `its plan before the deploy could not be looked up: ${before.because}`;
  return planChange(before.shape, plan.shape);
}

export function recallBook(value: unknown): PlanBook | undefined {
  const read = kept.safeParse(value);
  if (!read.success) return undefined;
  const { era, before, now } = read.data;
  return { era: { key: era.key, deployment: era.deployment }, before, now };
}
