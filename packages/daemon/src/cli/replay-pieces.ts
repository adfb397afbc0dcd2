import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { pipeline, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { Complaint } from './complaint.ts';
import { exitCode } from './exit-code.ts';

/** A recording as it comes: a file, or `-` for standard input; gzip is known by its first two bytes. */
export async function* piecesOf(file: string, folder: string): AsyncGenerator<Uint8Array> {
  try {
    yield* unpacked(file === '-' ? process.stdin : createReadStream(await existing(file, folder)));
  } catch (cause) {
    if (cause instanceof Complaint) throw cause;
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause);
    const isPacked = code.startsWith('Z_') || code === 'ERR_STREAM_PREMATURE_CLOSE';
    throw new Complaint(`${nameOf(file)} cannot be read: ${isPacked ? 'its gzip data is damaged or cut off' : code}.`, {
      code: exitCode.wrongUse,
      cause,
    });
  }
}

export const nameOf = (file: string): string => (file === '-' ? 'Standard input' : file);

async function existing(file: string, folder: string): Promise<string> {
  const path = resolve(folder, file);
  const found = await stat(path).catch(() => undefined);
  if (found === undefined || found.isDirectory())
    throw new Complaint(found === undefined ? `There is no file ${file}.` : `${file} is a folder.`, {
      hint: 'Name a file of JSON lines, gzipped or not, or - for standard input.',
      code: exitCode.wrongUse,
    });
  return path;
}

async function* unpacked(stream: NodeJS.ReadableStream): AsyncGenerator<Uint8Array> {
  const pieces = stream[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  const first = await pieces.next();
  if (first.done === true) return;
  const all = (async function* () {
    yield first.value;
    for (let next = await pieces.next(); next.done !== true; next = await pieces.next()) yield next.value;
  })();
  yield* first.value[0] === 0x1f && first.value[1] === 0x8b ? gunzipped(all) : all;
}

async function* gunzipped(pieces: AsyncIterable<Buffer>): AsyncGenerator<Uint8Array> {
  const gunzip = createGunzip();
  // What goes wrong while reading ends the unpacking with the same error, and is thrown where it is read.
  pipeline(Readable.from(pieces), gunzip, () => {});
  try {
    for await (const piece of gunzip) yield piece as Buffer;
  } finally {
    gunzip.destroy();
  }
}
