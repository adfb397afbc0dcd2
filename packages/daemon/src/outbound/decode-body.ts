import { promisify } from 'node:util';
import { brotliDecompress, gunzip, inflate, zstdDecompress } from 'node:zlib';

export type Decoded =
  | { readonly type: 'decoded'; readonly body: Buffer }
  | { readonly type: 'too-large' }
  | { readonly type: 'broken'; readonly because: string };

const decoders = {
  gzip: promisify(gunzip),
  'x-gzip': promisify(gunzip),
  deflate: promisify(inflate),
  br: promisify(brotliDecompress),
  zstd: promisify(zstdDecompress),
} as const;

/** A body as it was before it was compressed, and never more than `sizeLimit` bytes of it. */
export async function decodeBody(
  body: Buffer,
  { encoding, sizeLimit }: { readonly encoding: string; readonly sizeLimit: number },
): Promise<Decoded> {
  // The last one was applied last.
  const encodings = encoding
    .toLowerCase()
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '' && one !== 'identity')
    .reverse();
  let decoded = body;
  for (const one of encodings) {
    if (!isKnown(one)) return { type: 'broken', because: `the answer is encoded as "${one}", which cannot be read` };
    try {
      decoded = await decoders[one](decoded, { maxOutputLength: sizeLimit });
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE')
        return { type: 'too-large' };
      return { type: 'broken', because: `the answer says it is ${one}, and cannot be decompressed` };
    }
  }
  return { type: 'decoded', body: decoded };
}

const isKnown = (encoding: string): encoding is keyof typeof decoders => Object.hasOwn(decoders, encoding);
