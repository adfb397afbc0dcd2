import type { Reading } from '@daywatch/shared/vocabulary/observation.ts';
import type { Millis } from '@daywatch/shared/vocabulary/time.ts';
import type { Times } from './increase.ts';
import type { Sample } from './prometheus-answer.ts';

/** What came of the parts of a question at one time. */
export interface Moment {
  readonly parts: ReadonlyMap<string, readonly Sample[]>;
  /** PromQL by part, as it was sent. */
  readonly sent: ReadonlyMap<string, string>;
  /** For messages: when, and over which window up to then. */
  readonly time: string;
  readonly window: string;
  /** Why it means nothing that the rare part is missing; undefined when it means that nothing happened. */
  readonly rareUnknown?: string;
  /** What Prometheus remarked. */
  readonly remarks?: string;
}

/** One criterion's question. It keeps nothing: Prometheus does. */
export interface PromQuestion {
  /** PromQL by part, all evaluated at the same time. */
  queries(window: Millis, times: Times): ReadonlyMap<string, string>;
  /** Counters that may not exist because nothing of their sort has happened yet. */
  readonly rare?: {
    readonly part: string;
    readonly selector: string;
    /** Whether another part proves that the service is being scraped. */
    readonly proven: boolean;
  };
  /** The selector whose samples must be fresh, where the question has one. */
  readonly fresh?: string;
  /** Whether it is answered with native histograms. */
  readonly natives?: boolean;
  /** Asked where nothing at all came of this one: the same may be there in another shape. */
  readonly otherwise?: PromQuestion;
  read(moment: Moment): Reading;
}

export const absent = (because: string): Reading => ({ type: 'absent', because });
export const failed = (because: string): Reading => ({ type: 'error', because });
export const remarked = ({ remarks }: Moment): { because?: string } =>
  remarks === undefined ? {} : { because: remarks };

/** `requests_total over 15s up to 2026-12-01T22:00:15.000Z`. */
export const over = (text: string, { window, time }: Moment): string => `${text} over ${window} up to ${time}`;

/** That nothing came, with what was sent where that is more than what was written. */
export function nothing(text: string, part: string, moment: Moment): Reading {
  const sent = moment.sent.get(part);
  return absent(`${over(text, moment)}: no series${sent === undefined || sent === text ? '' : ` came of ${sent}`}`);
}
