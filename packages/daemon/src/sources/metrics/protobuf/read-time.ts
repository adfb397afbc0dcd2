import type { WireReader } from './wire-reader.ts';

/** Unix time in seconds. */
export function readTime(reader: WireReader): number {
  let seconds = 0;
  let nanos = 0;
  while (reader.next()) {
    if (reader.field === 1) seconds = reader.int();
    else if (reader.field === 2) nanos = reader.int();
    else reader.skip();
  }
  return seconds + nanos / 1e9;
}
