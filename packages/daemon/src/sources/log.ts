import { defineSourceKind, type SourceTools } from '../ports/kind.ts';
import type { Probe, Question, Source } from '../ports/source.ts';
import { spanOf } from '../web/duration-text.ts';
import { brokenProbe, checkedProbe } from './checked-probe.ts';
import { checkedSource } from './checked-source.ts';
import { entryReader } from './log/entry-reader.ts';
import { type LogOptions, logOptions } from './log/log-options.ts';
import { type LogCount, logCheck, logCount, logRate } from './log/log-queries.ts';
import { LogReader } from './log/log-reader.ts';
import { openFeed } from './log/open-feed.ts';
import { expressionOf } from './log/pattern.ts';
import type { Tally } from './log/tally.ts';
import { checkTally } from './log/tally-check.ts';
import { countTally, rateTally } from './log/tally-lines.ts';
import { signaturesTally } from './log/tally-signatures.ts';
import { naming } from './naming.ts';

export const log = defineSourceKind({
  type: 'log',
  summary:
    "Follows the service's log: files, a unit's journal, or what a command prints. Pino, winston, bunyan, JSON, logfmt, plain lines.",
  options: logOptions,
  measures: {
    rate: { query: logRate, unit: 'fraction', summary: 'Bad lines out of all lines since the last reading.' },
    count: {
      query: logCount,
      summary:
        'Lines since the last reading: errors, or those that match; or kinds of errors never seen before the deploy.',
    },
    check: { query: logCheck, summary: 'Whether what must not be logged is not, and what must be is.' },
  },
  open: (options, tools) => checkedSource(tools.name, resolved, options, (checked) => openLog(checked, tools)),
});

/** With the secrets put in, every place is a place. */
const resolved = logOptions.superRefine(({ file, journald }, context) => {
  const unresolved = [file, journald].flat().find((place) => place?.includes('${'));
  if (unresolved !== undefined)
    context.addIssue({ code: 'custom', message: `${unresolved} is not the place of a log` });
});

function openLog(written: LogOptions, tools: SourceTools): Source {
  const { name, clock, memory, log: logger } = tools;
  const globs = [written.file ?? []].flat().map((place) => tools.reach.find(place, 'source'));
  const refused = globs.find((place) => 'refused' in place);
  if (refused !== undefined) return { probe: () => brokenProbe(refused.refused), close: async () => {} };
  const options =
    written.file === undefined
      ? written
      : { ...written, file: globs.flatMap((place) => ('path' in place ? place.path : [])) };
  const { format, level, time, message, pattern } = options;
  const fields = {
    ...(level !== undefined && { level }),
    ...(time !== undefined && { time }),
    ...(message !== undefined && { message }),
  };
  const readEntry = entryReader({ format, fields, ...(pattern !== undefined && { pattern: expressionOf(pattern) }) });
  const reader = new LogReader({
    openFeed: (earlier) => openFeed(options, { ...tools, readEntry }, earlier),
    readEntry,
    quiet: spanOf(options.quiet),
    clock,
    memory,
    log: logger.child({ source: name }),
  });

  return {
    probe({ name: criterion, measure, query, every }: Question) {
      const asking = (tally: Tally): Probe => {
        const answer = reader.ask(`${criterion} ${measure}`, tally);
        return naming(name, { observe: (signal, occasion) => answer(signal, occasion ?? {}) });
      };
      switch (measure) {
        case 'rate':
          return checkedProbe(name, logRate, query, (rate) => asking(rateTally(rate)));
        case 'count':
          return checkedProbe(name, logCount, query, (count) => asking(tallyOf(count, every)));
        case 'check':
          return checkedProbe(name, logCheck, query, (check) => asking(checkTally(check)));
        case 'latency':
        case 'gauge':
          return brokenProbe(`${name}: a log source has no ${measure}; it has rate, count and check`);
      }
    },
    close: () => reader.close(),
  };
}

function tallyOf(count: LogCount, every: Question['every']): Tally {
  if (count === 'new-signatures') return signaturesTally('error');
  if (typeof count === 'object' && 'new-signatures' in count) return signaturesTally(count['new-signatures']);
  return countTally(count, every);
}
