import type { Measure, Reading } from '@daywatch/shared/vocabulary/observation.ts';
import { between, formatDuration, type Millis, millis, rfc3339 } from '@daywatch/shared/vocabulary/time.ts';
import * as z from 'zod';
import { defineSourceKind, type SourceTools } from '../ports/kind.ts';
import type { Probe, Pushed, Question, Source } from '../ports/source.ts';
import { durationText, spanOf } from '../web/duration-text.ts';
import { checkedProbe } from './checked-probe.ts';
import { checkedSource } from './checked-source.ts';
import { naming } from './naming.ts';
import { foldPushed } from './push/fold-pushed.ts';
import { openMailbox } from './push/mailbox.ts';

const silence = durationText.meta({
  description: 'How long nothing may be pushed before it is missed. Within it the last word of a check or gauge holds.',
});
const pushOptions = z.strictObject({ silence: silence.default('5m') });
const pushQuery = z.union([
  z.literal('pushed').meta({ description: 'With the silence that the source allows.' }),
  z.strictObject({ silence }),
]);

const pushed = { query: pushQuery } as const;

export const push = defineSourceKind({
  type: 'push',
  summary: 'Takes readings and heartbeats that others push: CI results, jobs, other monitors.',
  options: pushOptions,
  measures: {
    check: { ...pushed, summary: 'The last word holds until it is too old: {"ok": true}.' },
    rate: { ...pushed, unit: 'fraction', summary: 'What was pushed since the last look, summed.' },
    latency: { ...pushed, unit: 's', summary: 'The times, or buckets, that were pushed since the last look.' },
    count: { ...pushed, summary: 'Events that were pushed since the last look, summed.' },
    gauge: { ...pushed, summary: 'The last word holds until it is too old: {"value": 17}.' },
  },
  open: (options, tools) => checkedSource(tools.name, pushOptions, options, (checked) => openPush(checked, tools)),
});

function openPush({ silence: usual }: z.infer<typeof pushOptions>, tools: SourceTools): Source {
  const { name, memory, clock } = tools;
  return {
    probe({ name: criterion, measure, query }: Question): Probe {
      return checkedProbe(name, pushQuery, query, (asked) => {
        const allowed = spanOf(asked === 'pushed' ? usual : asked.silence);
        const mailbox = openMailbox(criterion, memory, (readings) => foldPushed(measure, readings));
        return naming(name, {
          async observe(): Promise<Reading> {
            const { waiting, last } = await mailbox.take();
            const now = clock.now();
            const silenceSince = ({ at }: Pushed): Millis => millis(between(at, now));
            // What was counted is never too late to count; how it stood then says nothing of now.
            const current = isState(measure) ? waiting.filter((one) => silenceSince(one) <= allowed) : waiting;
            if (current.length > 0)
              return foldPushed(
                measure,
                current.map((letter) => letter.reading),
              );
            const latest = latestOf(last, waiting.at(-1));
            if (latest === undefined) return { type: 'absent', because: `nothing was pushed for ${criterion} yet` };
            const silent = silenceSince(latest);
            return silent > allowed ? missed(criterion, latest, silent, allowed) : inBetween(latest.reading);
          },
          accept: (letter) => mailbox.put(letter),
        });
      });
    },
    close: async () => {},
  };
}

const isState = (measure: Measure): boolean => measure === 'check' || measure === 'gauge';

const latestOf = (one: Pushed | undefined, other: Pushed | undefined): Pushed | undefined =>
  one === undefined || (other !== undefined && other.at > one.at) ? other : one;

/** Nothing new, and none was due: a state goes on, and of what is counted nothing was told. */
function inBetween(last: Reading): Reading {
  switch (last.type) {
    case 'check':
    case 'gauge':
    case 'absent':
    case 'error':
      return last;
    case 'rate':
      return { type: 'rate', bad: 0, total: 0 };
    case 'latency':
      return { type: 'latency', values: [] };
    case 'histogram':
      return { type: 'histogram', bounds: last.bounds, counts: last.counts.map(() => 0) };
    case 'count':
      return { type: 'count', count: 0 };
  }
}

function missed(criterion: string, { at }: Pushed, silent: Millis, allowed: Millis): Reading {
  const since = `${rfc3339(at)} (${formatDuration(millis(Math.round(silent / 1000) * 1000))} ago)`;
  return {
    type: 'absent',
    because: `nothing was pushed for ${criterion} since ${since}; ${formatDuration(allowed)} of silence is allowed`,
  };
}
