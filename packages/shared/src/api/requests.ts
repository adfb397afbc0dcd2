import * as z from 'zod';
import { decisionWord, plannedStep, version } from '../vocabulary/deployment-words.ts';
import { duration, timestamp } from '../vocabulary/written-time.ts';

export const deploymentRequest = z.strictObject({
  /** Made by the runner (a ULID). Repeating it is the same deployment. */
  id: z.string().regex(/^[0-9A-Za-z_-]{8,40}$/),
  service: z.string(),
  /** Those that are deployed, of a release that has several. */
  services: z.array(z.string().min(1)).min(1).exactOptional(),
  version,
  planHash: z.string(),
  steps: z.array(plannedStep),
  rollbackTarget: version.exactOptional(),
  override: z.string().min(1).exactOptional(),
});
export type DeploymentRequest = z.infer<typeof deploymentRequest>;

export const waitingRunner = z.strictObject({
  /** Made by the runner when it starts. */
  runner: z.string().regex(/^[0-9A-Za-z_-]{8,40}$/),
  host: z.string().min(1).max(255),
});

export const rollbackRequest = z.strictObject({
  target: version,
  steps: z.array(plannedStep),
  reason: z.string().min(1),
  /** The waiting runner that takes the rollback which the daemon offers. */
  automatic: waitingRunner.exactOptional(),
  /** Why it begins although the cool-down is not over. */
  override: z.string().trim().min(1).exactOptional(),
});
export type RollbackRequest = z.infer<typeof rollbackRequest>;

export const decisionRequest = z
  .strictObject({
    decision: decisionWord,
    reason: z.string().trim().min(1).max(2_000),
    /** How much longer the watch is to be. */
    by: duration.exactOptional(),
  })
  .refine(({ decision, by }) => (decision === 'extend') === (by !== undefined), {
    error: 'says how much longer to watch: to extend needs it, and nothing else has it',
    path: ['by'],
  });

export const silenceRequest = z
  .strictObject({
    criterion: z.string().min(1),
    reason: z.string().trim().min(1).max(1_000),
    for: duration.exactOptional(),
    until: timestamp.exactOptional(),
  })
  .refine(({ for: span, until }) => (span === undefined) !== (until === undefined), {
    error: 'needs either `for` or `until`',
    path: ['for'],
  });
export type SilenceRequest = z.infer<typeof silenceRequest>;
