import { createHash } from 'node:crypto';

export const announcementKeyHeader = 'X-Daywatch-Announcement';

/** The same for the same message, so that a server or a reader who gets it twice can tell. */
export function messageIdOf(key: string, from: string): string {
  const host = /@([^\s<>@]+?)>?\s*$/.exec(from)?.[1] ?? 'daywatch.invalid';
  return `<${createHash('sha256').update(key).digest('hex').slice(0, 40)}@${host}>`;
}
