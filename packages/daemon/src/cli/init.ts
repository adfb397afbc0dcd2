import { execFile } from 'node:child_process';
import { access, readFile, writeFile } from 'node:fs/promises';
import { relative, resolve } from 'node:path';
import type { Problem } from '@daywatch/shared/vocabulary/problem.ts';
import { fromMarkdown, type PlacedSection } from '../plan/from-markdown/from-markdown.ts';
import { factsOf } from '../plan/from-repository/facts-of.ts';
import { fromRepository } from '../plan/from-repository/from-repository.ts';
import { planFileNames } from '../plan/load.ts';
import { parsePlan } from '../plan/parse.ts';
import { planKinds } from '../plan-kinds.ts';
import type { AddCommand } from './add-command.ts';
import { Complaint, PlanComplaint } from './complaint.ts';
import { type Context, commonOptions } from './context.ts';
import { exitCode } from './exit-code.ts';
import { problemLines, sectionLines } from './init-lines.ts';
import { lookAtRepository } from './look-at-repository.ts';

interface Options {
  readonly from?: string;
  readonly force?: boolean;
  readonly dryRun?: boolean;
}

export const init: AddCommand = (program, context) => {
  program
    .command('init')
    .description(
      'writes a commented daywatch.yaml from what the repository holds, or from a deployment plan in Markdown',
    )
    .option('--from <file>', 'a deployment plan in Markdown')
    .option('--force', 'overwrite the plan that is there')
    .option('--dry-run', 'print the plan instead of writing it')
    .action(async ({ from, force, dryRun }: Options, command) => {
      const { plan, json } = commonOptions(command);
      const { folder } = context.surroundings;
      const file = resolve(folder, plan ?? planFileNames[0]);
      const shown = relative(folder, file) || file;
      if (force !== true && dryRun !== true)
        await refuseToOverwrite(folder, plan === undefined ? planFileNames : [plan]);
      const made = await makePlan(from, context);
      const parsed = parsePlan({ text: made.text, file: shown, ...planKinds });
      const problems = 'problems' in parsed ? parsed.problems : [];
      if (dryRun !== true) await write(file, made.text, force === true);
      if (json === true) {
        const sections = made.sections.length > 0 && { sections: made.sections };
        context.print(JSON.stringify({ file, written: dryRun !== true, plan: made.text, ...sections, problems }));
      } else if (dryRun === true) {
        context.print(made.text.trimEnd());
        context.tell(...told(made.sections, problems, context));
      } else {
        context.print(...sectionLines(made.sections, look(context)));
        if (made.sections.length > 0) context.print('');
        context.print(`${context.paint.good('✓')} ${shown} is written.`, ...told([], problems, context));
      }
      context.exit(exitCode.ok);
    });
};

const look = ({ paint }: Context) => ({ paint, width: process.stdout.columns ?? 120 });

const told = (
  sections: readonly PlacedSection[],
  problems: readonly Problem[],
  context: Context,
): readonly string[] => [...sectionLines(sections, look(context)), ...problemLines(problems, look(context))];

interface Made {
  readonly text: string;
  readonly sections: readonly PlacedSection[];
}

async function makePlan(from: string | undefined, { surroundings }: Context): Promise<Made> {
  const { folder, environment } = surroundings;
  const git = (words: readonly string[]) =>
    new Promise<readonly string[]>((done) => {
      execFile('git', words, { cwd: folder, env: environment }, (error, out) =>
        done(error === null ? out.split('\n').filter((line) => line !== '') : []),
      );
    });
  const facts = factsOf(await lookAtRepository({ folder, git }));
  if (from === undefined) return { text: fromRepository(facts), sections: [] };
  const document = await readDocumentFile(resolve(folder, from), from);
  const placed = fromMarkdown({ text: document, file: from, facts });
  if ('problems' in placed) throw new PlanComplaint(placed.problems, { text: document });
  return { text: placed.yaml, sections: placed.sections };
}

async function readDocumentFile(file: string, shown: string): Promise<string> {
  try {
    const bytes = await readFile(file);
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    if (!text.includes('\0')) return text;
    throw new TypeError('there are zero bytes in it');
  } catch (error) {
    const hint = '`daywatch init --from PLAN.md` reads a deployment plan in Markdown.';
    if (error instanceof TypeError) throw new Complaint(`${shown} is not text in UTF-8.`, { hint });
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    const because = code === 'ENOENT' ? 'There is no such file' : `The file cannot be read (${code})`;
    throw new Complaint(`${because}: ${shown}.`, { hint, cause: error });
  }
}

async function refuseToOverwrite(folder: string, names: readonly string[]): Promise<void> {
  for (const name of names) {
    const there = await access(resolve(folder, name)).then(
      () => true,
      () => false,
    );
    if (there)
      throw new Complaint(`${name} is there already.`, {
        hint: '--force overwrites it; --dry-run prints what would be written; --plan FILE writes another one.',
      });
  }
}

async function write(file: string, text: string, force: boolean): Promise<void> {
  try {
    await writeFile(file, text, { flag: force ? 'w' : 'wx' });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    const hint = code === 'ENOENT' ? 'Its folder does not exist.' : `The system says ${code}.`;
    throw new Complaint(`${file} could not be written.`, { hint, cause: error });
  }
}
