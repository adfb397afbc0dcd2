import type { Silence } from '@daywatch/shared/vocabulary/silence.ts';
import { instant, minutes, plus, rfc3339 } from '@daywatch/shared/vocabulary/time.ts';
import { describe, expect, it } from 'vitest';
import { inForce, silencedSpans } from './silenced-spans.ts';

const start = instant(Date.UTC(2026, 11, 1, 22));
const at = (minute: number) => plus(start, minutes(minute));
const silence = (from: number, until: number, criterion = 'pool'): Silence => ({
  id: `${criterion} ${from}`,
  environment: 'production',
  criterion,
  owner: 'devops',
  reason: 'noise',
  from: rfc3339(at(from)),
  until: rfc3339(at(until)),
});
const span = (from: number, until: number, criterion = 'pool') => ({ criterion, from: at(from), until: at(until) });

describe('the times at which a criterion is silenced', () => {
  it.each([
    ['are those of its silences, in order of time', [silence(20, 30), silence(0, 10)], [span(0, 10), span(20, 30)]],
    ['are one where one silence takes the place of another', [silence(0, 10), silence(10, 30)], [span(0, 30)]],
    ['reach as far as the longer of two', [silence(0, 30), silence(5, 10)], [span(0, 30)]],
    ['are apart for each criterion', [silence(0, 10), silence(5, 15, 'errors')], [span(0, 10), span(5, 15, 'errors')]],
    ['are none where a silence was ended in the moment it began', [silence(5, 5)], []],
  ])('%s', (_, silences, spans) => {
    expect(silencedSpans(silences)).toEqual(spans);
  });

  it('are in force from their beginning on, and not at their end', () => {
    const silences = [silence(0, 10)];
    expect([-1, 0, 9, 10].map((minute) => inForce(silences, at(minute)).length)).toEqual([0, 1, 1, 0]);
  });
});
