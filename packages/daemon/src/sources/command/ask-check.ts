import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Reading } from '@daywatch/shared/vocabulary/observation.ts';
import { formatDuration, type Instant, instant, millis, rfc3339 } from '@daywatch/shared/vocabulary/time.ts';
import { formatValue } from '@daywatch/shared/vocabulary/units.ts';
import type * as z from 'zod';
import type { SourceTools } from '../../ports/kind.ts';
import type { Occasion, Probe } from '../../ports/source.ts';
import type { commandCheckQuery, TestReportQuery } from './command-queries.ts';
import { judgeReport, type KnownTests } from './judge-report.ts';
import { readJunit } from './read-junit.ts';
import { readPrinted } from './read-printed.ts';
import { readTap } from './read-tap.ts';
import { type CommandPlace, type RunAnswer, runOnce } from './run-once.ts';
import { ReportUnreadable, type TestReport } from './test-report.ts';

interface Asking {
  readonly options: CommandPlace;
  readonly tools: SourceTools;
  readonly criterion: string;
  readonly closing: AbortSignal;
}
type Exited = Extract<RunAnswer, { type: 'exited' }>;

/** A check by exit code, by printed JSON, or by a report of tests. */
export function askCheck(query: z.infer<typeof commandCheckQuery>, asking: Asking): Probe {
  const { options, tools, closing } = asking;
  return {
    async observe(signal, occasion): Promise<Reading> {
      const began = tools.clock.now();
      const answer = await runOnce(query, { options, tools, signals: [signal, closing] });
      if (answer.type === 'failed') return { type: 'error', because: answer.because };
      if ('report' in query) return askReport(query, answer, { ...asking, began, occasion });
      if ('json' in query) return askPrinted(query.run, answer);
      const { code, told } = answer;
      return code === query['exit-code'] ? { type: 'check', ok: true } : { type: 'check', ok: false, because: told };
    },
  };
}

function askPrinted(run: string, { code, told, output }: Exited): Reading {
  if (code !== 0) return { type: 'error', because: `${told}; its reading does not count` };
  const reading = readPrinted(output, 'check');
  return reading.type === 'error' ? { ...reading, because: `\`${run}\`: ${reading.because}` } : reading;
}

async function askReport(
  { run, report }: { readonly run: string; readonly report: TestReportQuery },
  answer: Exited,
  { tools, criterion, began, occasion }: Asking & { readonly began: Instant; readonly occasion: Occasion | undefined },
): Promise<Reading> {
  const text = report.file === undefined ? answer.output : await freshFile(resolve(answer.folder, report.file), began);
  if (typeof text !== 'string') return { type: 'error', because: `${answer.told}; ${text.because}` };
  let read: TestReport;
  try {
    read = report.format === 'junit' ? readJunit(text) : readTap(text);
  } catch (cause) {
    if (cause instanceof ReportUnreadable) return { type: 'error', because: `${answer.told}; ${cause.message}` };
    throw cause;
  }
  const version = occasion?.deployed?.commit ?? '';
  const key = `tests of ${criterion}`;
  const judged = judgeReport(read, report, { version, known: knownTests(await tools.memory.read(key)) });
  if (!judged.ok) return { ...judged, because: `\`${run}\`: ${judged.because}` };
  // All tests passed, and the command says otherwise: something outside of them broke.
  if (answer.code !== 0) return { type: 'check', ok: false, because: `${answer.told}, though ${judged.because}` };
  await tools.memory.write(key, { version, names: read.tests.map(({ name }) => name) } satisfies KnownTests);
  return judged;
}

/** About as much as a command may print. */
const sizeLimit = 8_000_000;

/** A report that an earlier run has left says nothing of this one. */
async function freshFile(path: string, began: Instant): Promise<string | { readonly because: string }> {
  let file: FileHandle | undefined;
  try {
    // A pipe would be waited for until somebody writes into it.
    file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
    const about = await file.stat();
    const written = instant(about.mtimeMs);
    if (!about.isFile()) return { because: `${path} is not a file` };
    // A file system may keep whole seconds only.
    if (written < began - 1_000) {
      const age = formatDuration(millis(Math.round((began - written) / 1000) * 1000));
      return {
        because: `${path} is ${age} older than this run (${rfc3339(written)}), so it has not been written by it`,
      };
    }
    if (about.size > sizeLimit)
      return { because: `${path} is larger than ${formatValue(sizeLimit, 'bytes')}, the limit` };
    return await file.readFile('utf8');
  } catch (cause) {
    const missing = cause instanceof Error && 'code' in cause && cause.code === 'ENOENT';
    return { because: missing ? `it has not written ${path}` : `${path} cannot be read: ${String(cause)}` };
  } finally {
    await file?.close();
  }
}

function knownTests(value: unknown): KnownTests | undefined {
  if (typeof value !== 'object' || value === null || !('version' in value) || !('names' in value)) return undefined;
  const { version, names } = value;
  return typeof version === 'string' && Array.isArray(names) && names.every((name) => typeof name === 'string')
    ? { version, names }
    : undefined;
}
