import { createWriteStream } from 'node:fs';
import { resolve } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import type { Observation } from '@daywatch/shared/vocabulary/observation.ts';
import { lineOf } from '../replay/line-of.ts';
import type { Recording } from '../replay/recording.ts';
import { Complaint } from './complaint.ts';
import type { Context } from './context.ts';
import { exitCode } from './exit-code.ts';
import { many } from './replay-notes.ts';

/** Writes a recording as JSON lines, gzipped when the name ends so, and says what to replay it with. */
export async function exportRecording(
  recording: Recording,
  { file, hint, context }: { readonly file: string; readonly hint: string; readonly context: Context },
): Promise<void> {
  let written = 0;
  async function* text(): AsyncGenerator<string> {
    for await (const some of recording) {
      written += some.length;
      if (some.length > 0) yield some.map((one: Observation) => `${lineOf(one)}\n`).join('');
    }
  }
  const to = createWriteStream(resolve(context.surroundings.folder, file), { mode: 0o600 });
  try {
    if (file.endsWith('.gz')) await pipeline(Readable.from(text()), createGzip(), to);
    else await pipeline(Readable.from(text()), to);
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : undefined;
    if (code === undefined) throw cause;
    throw new Complaint(`${file} cannot be written: ${code}.`, { code: exitCode.wrongUse, cause });
  }
  context.tell(`${context.paint.good('✓')} ${many(written, 'reading')} written to ${file}. ${hint}`);
}
