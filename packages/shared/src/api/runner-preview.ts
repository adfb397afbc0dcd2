import * as z from 'zod';
import { plannedStep } from '../vocabulary/deployment-words.ts';

/** What `daywatch deploy ENV --preview --json` and `daywatch rollback ENV --preview --json` print: nothing is done. */
export const runnerPreview = z.object({
  environment: z.string(),
  /** Deploy: what would be deployed. Rollback: what is there now. */
  version: z.string(),
  commit: z.string(),
  steps: z.array(plannedStep),
  /** Where a rollback goes. */
  target: z.object({ version: z.string(), commit: z.string(), ref: z.string() }).exactOptional(),
  /** Subjects of the commits that would come (deploy) or be undone (rollback), newest first. */
  commits: z.array(z.string()),
  warnings: z.array(z.string()),
});
export type RunnerPreview = z.infer<typeof runnerPreview>;
