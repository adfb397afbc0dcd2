import { createHash } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import * as z from 'zod';

/** By its first bytes a log is known again: after a rotation, as a copy, or when its inode belongs to another file now. */
export const fileHead = z.strictObject({ bytes: z.number(), hash: z.string() });
export type FileHead = z.infer<typeof fileHead>;

const most = 1_024;
/** Fewer say too little: two files may begin alike. */
const least = 16;

export async function headOf(handle: FileHandle, bytes = most): Promise<FileHead> {
  const buffer = Buffer.alloc(bytes);
  const { bytesRead } = await handle.read(buffer, 0, bytes, 0);
  return { bytes: bytesRead, hash: createHash('sha256').update(buffer.subarray(0, bytesRead)).digest('base64url') };
}

export const isWhole = (head: FileHead): boolean => head.bytes >= most;

/** Whether a file begins as it did; so little that it says nothing counts as yes. */
export async function beginsWith(handle: FileHandle, head: FileHead): Promise<boolean> {
  if (head.bytes === 0) return true;
  return (await headOf(handle, head.bytes)).hash === head.hash;
}

/** Whether another file is this one, moved or copied. */
export async function isSameLog(handle: FileHandle, head: FileHead): Promise<boolean> {
  return head.bytes >= least && beginsWith(handle, head);
}

/** Whether two files are the same log by all that is known of their beginnings. */
export const isSameHead = (one: FileHead, other: FileHead): boolean =>
  one.bytes >= least && one.bytes === other.bytes && one.hash === other.hash;

/** Too little to know a log again by it alone. */
export const isShort = (head: FileHead): boolean => head.bytes < least;

/** Of a file that is not held open; one that cannot be read begins with nothing. */
export async function headAt(path: string): Promise<FileHead> {
  const handle = await open(path, 'r').catch(() => undefined);
  if (handle === undefined) return { bytes: 0, hash: '' };
  try {
    return await headOf(handle);
  } finally {
    await handle.close();
  }
}

export async function isAt(path: string, head: FileHead, like: typeof isSameLog): Promise<boolean> {
  const handle = await open(path, 'r').catch(() => undefined);
  if (handle === undefined) return false;
  try {
    return await like(handle, head);
  } finally {
    await handle.close();
  }
}
