import * as z from 'zod';
import { severity } from './criterion.ts';
import { unit } from './written-quantity.ts';
import { timestamp } from './written-time.ts';

export const verdictWord = z.enum(['go', 'no-go', 'undecided']);
export type VerdictWord = z.infer<typeof verdictWord>;

export const recommendation = z.enum(['proceed', 'hold', 'roll-back']);
export type Recommendation = z.infer<typeof recommendation>;

/** `blind`: no acceptable reading for longer than allowed. It is never passing. */
export const judgementState = z.enum(['passing', 'failing', 'undecided', 'blind']);
export type JudgementState = z.infer<typeof judgementState>;

/** One criterion's state, with its reason. Values are in `unit`, times in seconds. */
export const judgement = z.object({
  name: z.string(),
  title: z.string(),
  /** Which of the plan's services it is about, where there are several. */
  service: z.string().exactOptional(),
  severity,
  integrity: z.boolean(),
  dryRun: z.boolean(),
  state: judgementState,
  because: z.string(),
  unit,
  value: z.number().exactOptional(),
  baseline: z.number().exactOptional(),
  /** What the baseline rests on, in words: `the same hour of the 7 days before the deploy`. */
  baselineFrom: z.string().exactOptional(),
  limit: z.number().exactOptional(),
  /** How much worse than the baseline is accepted, as a share of it: -0.2 where a fall is what is worse. */
  tolerance: z.number().exactOptional(),
  /** 95 % confidence interval of the value since the deploy; valid whenever it is looked at. */
  interval: z.tuple([z.number(), z.number()]).exactOptional(),
  evidence: z.object({ eValue: z.number(), observations: z.number() }).exactOptional(),
  /** Share of the expected readings that arrived, 0 to 1. */
  coverage: z.number(),
  lastReadingAt: timestamp.exactOptional(),
  failingSince: timestamp.exactOptional(),
  recoveredSince: timestamp.exactOptional(),
  /** The smallest change that would turn the state. */
  flipsWhen: z.string().exactOptional(),
});
export type Judgement = z.infer<typeof judgement>;

/** How far a watch has come. Blind time extends it. */
export const watchProgress = z.object({
  startedAt: timestamp,
  /** When the watch will have seen its whole duration, if nothing more is missed. */
  endsAt: timestamp,
  /** Until when blind time may extend it. */
  latestEnd: timestamp,
  for: z.string(),
  /** By how much people have extended it. */
  extendedBy: z.string().exactOptional(),
  seen: z.string(),
  blind: z.string(),
  remaining: z.string(),
  coverage: z.number(),
  /** Chance of a single false NO-GO in the whole watch, all criteria together. */
  falseAlarmBound: z.number(),
});
export type WatchProgress = z.infer<typeof watchProgress>;

/** What the engine says of a watch at one moment. */
export const assessment = z.object({
  verdict: verdictWord,
  recommendation,
  /** The rule that made the verdict, in words. */
  rule: z.string(),
  /** All reasons, the most serious first. */
  because: z.array(z.string()),
  /** The watch is over. True with `undecided` too: then a person decides. */
  final: z.boolean(),
  /** GO with every factor ruled out; false when the traffic was too thin to tell. */
  certified: z.boolean(),
  recoveredSince: timestamp.exactOptional(),
  watch: watchProgress,
  judgements: z.array(judgement),
});
export type Assessment = z.infer<typeof assessment>;
