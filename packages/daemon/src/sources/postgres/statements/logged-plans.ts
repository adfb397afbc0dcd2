import * as z from 'zod';
import { type PlanShape, shapeOfPlan } from './plan-shape.ts';

export interface LoggedPlan {
  /** Before PostgreSQL 16 not told. */
  readonly id?: string;
  /** As it was sent, maybe with values. */
  readonly text: string;
  readonly shape: PlanShape;
}

/** Plans that `auto_explain` wrote into a piece of the server's log, and what of the piece is not whole yet. */
export interface LoggedPlans {
  /** In order of time: of several plans of one statement the last one counts. */
  readonly plans: readonly LoggedPlan[];
  readonly rest: string;
}

const opening = / plan:\r?\n/;
/** A plan longer than this is not waited for. */
const longest = 500_000;

/** Lines that go on begin with a tab. */
export function loggedPlans(log: string): LoggedPlans {
  const plans: LoggedPlan[] = [];
  const end = log.lastIndexOf('\n') + 1;
  const [, ...pieces] = log.slice(0, end).split(opening);
  let rest = '';
  for (const [i, piece] of pieces.entries()) {
    const [block = ''] = /^(?:\t.*\r?\n?)+/.exec(piece) ?? [];
    const isLast = i === pieces.length - 1 && block.length === piece.length;
    const plan = planIn(block.replace(/^\t/gm, ''));
    if (plan !== undefined) plans.push(plan);
    else if (isLast && piece.length < longest) rest = ` plan:\n${piece}`;
  }
  return { plans, rest: rest + log.slice(end) };
}

const entry = z.looseObject({ 'Query Text': z.string() });

function planIn(json: string): LoggedPlan | undefined {
  // As a number it would lose its last digits.
  const [, id] = /^ {2}"Query Identifier": (-?\d+)/m.exec(json) ?? [];
  try {
    const plan: unknown = JSON.parse(json);
    const text = entry.safeParse(plan).data?.['Query Text'];
    const shape = shapeOfPlan([plan]);
    return text === undefined || shape === undefined ? undefined : { ...(id !== undefined && { id }), text, shape };
  } catch {
    return undefined;
  }
}
