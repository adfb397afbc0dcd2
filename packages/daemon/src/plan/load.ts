import { readFile } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import type { Plan } from '@daywatch/shared/vocabulary/plan.ts';
import type { Problem } from '@daywatch/shared/vocabulary/problem.ts';
import { checkTemplates } from './check-templates.ts';
import type { PlanFaultCode, Report } from './fault.ts';
import { type PlanText, parsePlan } from './parse.ts';

export const planFileNames = ['daywatch.yaml', 'daywatch.yml', 'daywatch.json'] as const;

interface Where extends Pick<PlanText, 'sourceKinds' | 'stepKinds' | 'checklistKinds' | 'notifierKinds'> {
  /** The current folder: where the search begins, and what file names in problems are relative to. */
  readonly folder: string;
  /** The file itself, when it is known. */
  readonly file?: string | undefined;
}

export type LoadedPlan =
  | { readonly plan: Plan; readonly file: string; readonly text: string }
  /** `file` and `text` are there when a file was read. */
  | { readonly problems: readonly Problem[]; readonly file?: string; readonly text?: string };

/** Reads the plan: `file`, else the nearest `daywatch.yaml`, `.yml` or `.json` in `folder` or above it. */
export async function loadPlan({ folder, file, ...kinds }: Where): Promise<LoadedPlan> {
  const found = file === undefined ? await findPlan(folder) : await readPlanFile(resolve(folder, file));
  if (found === undefined)
    return refused('plan-not-found', `there is no ${planFileNames[0]} here or in any folder above`, {
      hint: 'The smallest one has five lines: service, preset, url, metrics and database. `--plan FILE` names one elsewhere.',
    });
  const shown = relative(folder, found.file) || found.file;
  if ('because' in found) return refused(found.code, found.because, { file: shown });
  const checkBeside = (plan: Plan, report: Report) => checkTemplates(plan, found.file, report);
  const parsed = parsePlan({ text: found.text, file: shown, checkBeside, ...kinds });
  return { ...parsed, file: found.file, text: found.text };
}

type PlanFile =
  | { readonly file: string; readonly text: string }
  | { readonly file: string; readonly code: PlanFaultCode; readonly because: string };

async function findPlan(folder: string): Promise<PlanFile | undefined> {
  for (let here = resolve(folder); ; here = dirname(here)) {
    for (const name of planFileNames) {
      const found = await readPlanFile(join(here, name));
      if (!('code' in found) || found.code !== 'plan-not-found') return found;
    }
    if (dirname(here) === here) return undefined;
  }
}

async function readPlanFile(file: string): Promise<PlanFile> {
  try {
    return { file, text: await readFile(file, 'utf8') };
  } catch (error) {
    const cause = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    return cause === 'ENOENT' || cause === 'ENOTDIR'
      ? { file, code: 'plan-not-found', because: 'there is no such file' }
      : { file, code: 'plan-unreadable', because: `the file cannot be read (${cause})` };
  }
}

const refused = (code: PlanFaultCode, message: string, more: { hint?: string; file?: string }): LoadedPlan => ({
  problems: [{ code, message, ...more }],
});
