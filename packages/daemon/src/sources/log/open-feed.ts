import type { SourceTools } from '../../ports/kind.ts';
import type { ReadEntry } from './entry-reader.ts';
import type { Feed } from './feed.ts';
import { FilesFeed } from './files/files-feed.ts';
import { bytesOf, type LogOptions } from './log-options.ts';
import { type PrintedLine, ProcessFeed } from './process-feed.ts';
import { journalctl, readJournal } from './read-journal.ts';

/** The place of a log, taken up where an earlier process left it. */
export function openFeed(
  options: LogOptions,
  { clock, shell, readEntry }: Pick<SourceTools, 'clock' | 'shell'> & { readonly readEntry: ReadEntry },
  earlier: unknown,
): Feed {
  const { file, journald, command } = options;
  const atMost = bytesOf(options['at-most']);
  if (file !== undefined) {
    const globs = typeof file === 'string' ? [file] : file;
    return new FilesFeed({ globs, atMost, learn: bytesOf(options.learn), clock, earlier });
  }
  const shared = { shell, clock, atMost, earlier };
  if (journald !== undefined) {
    const line = (cursor: string | undefined) => journalctl(journald, cursor);
    return new ProcessFeed({ ...shared, origin: `journalctl --unit=${journald}`, line, read: readJournal });
  }
  if (command === undefined) throw new Error('the options of a log were not checked: it has no place');
  const read = (text: string): PrintedLine => {
    const { at } = readEntry(text, []);
    return at === undefined ? { text } : { text, at };
  };
  return new ProcessFeed({ ...shared, origin: command, line: () => command, read });
}
