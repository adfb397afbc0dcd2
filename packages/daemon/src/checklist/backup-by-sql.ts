import { instant } from '@daywatch/shared/vocabulary/time.ts';
import type { DaemonLook } from '../ports/checklist-item.ts';
import type { BackupFound } from './judge-backup.ts';

/** What a database says of the newest backup. Its answer, a time of any type, is asked for in seconds since 1970. */
export async function backupBySql(
  sql: string,
  sourceName: string,
  { source, signal }: Pick<DaemonLook, 'source' | 'signal'>,
): Promise<BackupFound> {
  const opened = source(sourceName);
  try {
    // On lines of its own: it may end with a comment.
    const asked = `select extract(epoch from (\n${sql.trim().replace(/;+$/, '')}\n)::timestamptz)::float8 as backup`;
    const reading = await opened
      .probe({ name: 'backup', measure: 'gauge', query: { sql: asked } })
      .observe(signal, { judged: false });
    switch (reading.type) {
      case 'gauge':
        return { at: instant(Math.round(reading.value * 1_000)), what: 'the newest backup' };
      case 'absent':
        return { none: `${sourceName} knows of no backup` };
      case 'error':
        return { none: reading.because };
      default:
        return { none: `${sourceName} answered with a ${reading.type}` };
    }
  } finally {
    await opened.close();
  }
}
