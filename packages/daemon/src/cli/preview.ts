import { dirname } from 'node:path';
import type { RunnerPreview } from '@daywatch/shared/api/runner-preview.ts';
import type { EnvironmentPlan } from '@daywatch/shared/vocabulary/plan.ts';
import type { Ending } from '../runner/ending.ts';
import { openGit } from '../runner/git.ts';
import type { Daemon, RunnerTools } from '../runner/session.ts';
import { Complaint } from './complaint.ts';
import { type CommonOptions, type Context, environmentOf, readPlan } from './context.ts';
import { exitCodeOf } from './exit-code.ts';
import { previewLines } from './preview-lines.ts';

type Propose = (
  environment: EnvironmentPlan,
  tools: Pick<RunnerTools, 'git' | 'daemon' | 'folder' | 'clock'>,
) => Promise<{ readonly preview: RunnerPreview } | Ending>;

/** Prints what would be done, and does nothing. */
export async function preview(
  what: 'deploy' | 'rollback',
  name: string,
  options: CommonOptions,
  context: Context,
  daemon: Daemon,
  propose: Propose,
): Promise<void> {
  const { plan, file } = await readPlan(options, context);
  const folder = dirname(file);
  const git = openGit(folder, context.surroundings.environment);
  const proposal = await propose(environmentOf(plan, name), { git, daemon, folder, clock: context.clock });
  if ('preview' in proposal) {
    if (options.json === true) context.print(JSON.stringify(proposal.preview));
    else context.print(...previewLines(what, proposal.preview, context.paint));
    return;
  }
  if (proposal.type === 'done') return;
  const { because, hint } = proposal;
  throw new Complaint(because, { code: exitCodeOf(proposal), ...(hint !== undefined && { hint }) });
}
