import type { Reading } from '@daywatch/shared/vocabulary/observation.ts';
import {
  between,
  formatDuration,
  type Instant,
  inSeconds,
  instant,
  type Millis,
  millis,
  minus,
  minutes,
  plus,
  rfc3339,
  seconds,
} from '@daywatch/shared/vocabulary/time.ts';
import type { Clock } from '../../ports/clock.ts';
import type { History, Probe, Stretch } from '../../ports/source.ts';
import { promSpan, type Times } from './increase.ts';
import type { knownCounters } from './is-known.ts';
import type { Moment, PromQuestion } from './prom-question.ts';
import type { Asked, PrometheusApi, When } from './prometheus-api.ts';

export interface PrometheusProbeOptions {
  readonly api: PrometheusApi;
  readonly clock: Pick<Clock, 'now'>;
  readonly known: ReturnType<typeof knownCounters>;
  /** How long a sample may take to be there. */
  readonly delay: Millis;
  /** A sample older than this is none. */
  readonly staleAfter?: Millis;
  readonly every: Millis;
}

/** After a gap the next look counts what it missed, up to this. */
const longestWindow: Millis = minutes(5);
/** Prometheus answers at most 11,000 points a series; smaller pieces keep answers small. */
const pointsAtOnce = 2_000;
const wholeSecond = seconds(1);

interface Round {
  readonly window: Millis;
  readonly times: Times;
  readonly when: When;
  readonly signal: AbortSignal;
}

/** What came, and of which question: of the one that was meant, or of what was asked otherwise. */
interface Parts {
  readonly question: PromQuestion;
  readonly queries: ReadonlyMap<string, string>;
  readonly asked: readonly (readonly [part: string, answer: Asked])[];
  readonly failed?: string;
}

/** Asks one question: about now, and about the past as if it had been asked then. */
export function prometheusProbe(question: PromQuestion, options: PrometheusProbeOptions): Probe {
  const { api, clock, known, delay, staleAfter, every } = options;
  let readUntil: Instant | undefined;

  /** Asks, and asks otherwise where nothing came. */
  async function ask(asking: PromQuestion, { window, times, when, signal }: Round): Promise<Parts> {
    const queries = new Map(asking.queries(window, times));
    if (times === 'moment' && staleAfter !== undefined && asking.fresh !== undefined)
      queries.set('newest', `max(timestamp(${asking.fresh}))`);
    const asked = await Promise.all(
      [...queries].map(async ([part, query]) => [part, await api.ask(query, when, signal, asking.natives)] as const),
    );
    const parts: Parts = { question: asking, queries, asked };
    for (const [, answer] of asked) if (answer.type === 'failed') return { ...parts, failed: answer.because };
    if (asking.otherwise === undefined || isSomething(parts)) return parts;
    const others = await ask(asking.otherwise, { window, times, when, signal });
    // VictoriaMetrics has no native histograms, nor their functions.
    const unknown = others.asked.some(([, answer]) => answer.type === 'failed' && answer.refused === true);
    return !unknown && (others.failed !== undefined || isSomething(others)) ? others : parts;
  }

  async function observe(signal: AbortSignal): Promise<Reading> {
    const at = instant(Math.floor((clock.now() - delay) / wholeSecond) * wholeSecond);
    if (at === readUntil) return { type: 'absent', because: `it has just been asked at ${rfc3339(at)}` };
    const window = windowUpTo(at, readUntil, every);
    const round: Round = { window, times: 'moment', when: { at }, signal };
    const { question: answered, queries, asked, failed } = await ask(question, round);
    if (failed !== undefined) return { type: 'error', because: failed };
    const parts = new Map(asked.map(([part, answer]) => [part, samplesOf(answer)]));
    const [newest] = parts.get('newest') ?? [];
    if (newest !== undefined && staleAfter !== undefined) {
      const age = millis(at - newest.value * 1_000);
      if (age > staleAfter)
        return {
          type: 'absent',
          because: `${answered.fresh} at ${rfc3339(at)}: the newest sample is ${formatDuration(age)} old, more than ${formatDuration(staleAfter)}`,
        };
    }
    const unknown = await rareUnknown(parts, at, signal);
    const remarks = remarksOf(asked);
    const reading = answered.read({
      parts,
      sent: queries,
      window: promSpan(window),
      time: rfc3339(at),
      ...(unknown === undefined ? {} : { rareUnknown: unknown }),
      ...(remarks === '' ? {} : { remarks }),
    });
    if (reading.type !== 'error' && reading.type !== 'absent') readUntil = at;
    return reading;
  }

  async function rareUnknown(parts: Moment['parts'], at: Instant, signal: AbortSignal): Promise<string | undefined> {
    const { rare } = question;
    return rare !== undefined && (parts.get(rare.part) ?? []).length === 0 ? known(rare, at, signal) : undefined;
  }

  async function history(stretch: Stretch, signal: AbortSignal): Promise<History> {
    const readings: { at: Instant; seconds: number; reading: Reading }[] = [];
    let unknown: Promise<string | undefined> | undefined;
    for (const piece of piecesOf(stretch)) {
      const round: Round = { window: stretch.every, times: 'range', when: piece, signal };
      const { question: answered, queries, asked, failed } = await ask(question, round);
      if (failed !== undefined) return { type: 'failed', because: failed };
      const times = new Set(
        asked.flatMap(([, answer]) => (answer.type === 'answered' ? [...answer.moments.keys()] : [])),
      );
      const remarks = remarksOf(asked);
      for (const at of [...times].sort((a, b) => a - b)) {
        const parts = new Map(asked.map(([part, answer]) => [part, samplesAt(answer, at)]));
        const { rare } = answered;
        if (rare !== undefined && (parts.get(rare.part) ?? []).length === 0)
          unknown ??= known(rare, stretch.to, signal);
        const why = await unknown;
        const reading = answered.read({
          parts,
          sent: queries,
          window: promSpan(stretch.every),
          time: rfc3339(at),
          ...(why === undefined ? {} : { rareUnknown: why }),
          ...(remarks === '' ? {} : { remarks }),
        });
        readings.push({ at: minus(at, stretch.every), seconds: inSeconds(stretch.every), reading });
      }
    }
    return { type: 'remembered', readings };
  }

  return { observe, history };
}

const isSomething = ({ asked }: Parts): boolean =>
  asked.some(([, answer]) => answer.type === 'answered' && answer.moments.size > 0);

function windowUpTo(at: Instant, readUntil: Instant | undefined, every: Millis): Millis {
  // A clock that was set back begins anew.
  if (readUntil === undefined || readUntil > at) return every;
  return millis(Math.min(between(readUntil, at), Math.max(longestWindow, every)));
}

/** Times at which the intervals of a stretch end, in pieces; on the grid of its steps, so that each asking agrees. */
function* piecesOf({ from, to, every }: Stretch): Generator<{ from: Instant; to: Instant; step: Millis }> {
  const first = plus(instant(Math.ceil(from / every) * every), every);
  for (let start = first; start <= to; start = plus(start, millis(every * pointsAtOnce))) {
    const last = plus(start, millis(every * (pointsAtOnce - 1)));
    yield { from: start, to: last < to ? last : to, step: every };
  }
}

/** All of an answer about one moment, whatever time it bears: VictoriaMetrics moves a query that asks about just now. */
const samplesOf = (answer: Asked) => (answer.type === 'answered' ? [...answer.moments.values()].flat() : []);

const samplesAt = (answer: Asked, at: Instant) => (answer.type === 'answered' ? (answer.moments.get(at) ?? []) : []);

const remarksOf = (asked: Parts['asked']): string =>
  [...new Set(asked.flatMap(([, answer]) => (answer.type === 'answered' ? answer.warnings : [])))].join('; ');
