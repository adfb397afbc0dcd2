import { describe, expect, it } from 'vitest';
import type { Labels } from './labels.ts';
import { parseSelector, SelectorError, selects } from './selector.ts';

const labels: Labels = ['status', '503', 'route', '/check"out'];

describe('a selector', () => {
  it.each([
    ['requests', true],
    ['requests{}', true],
    ['requests{status="503"}', true],
    ['requests { status = "503" , }', true],
    ["requests{status='503'}", true],
    ['requests{status=`503`}', true],
    ['requests{status="50"}', false],
    ['requests{status!="503"}', false],
    ['requests{status=~"5.."}', true],
    ['requests{status=~"5."}', false],
    ['requests{status=~"4..|5.."}', true],
    ['requests{status!~"5.."}', false],
    ['requests{status=~"5..",route!="/healthz"}', true],
    ['requests{route="/check\\"out"}', true],
    ['requests{status=~"\\\\d+"}', true],
    ['requests{status=~`\\d+`}', true],
    ['{"requests",status="503"}', true],
    ['{"http.requests", "status"="503"}', true],
    // A label that is not there counts as empty.
    ['requests{zone=""}', true],
    ['requests{zone!="eu"}', true],
    ['requests{zone=~".*"}', true],
    ['requests{zone=~".+"}', false],
  ])('%s selects the series: %s', (text, expected) => {
    expect(selects(parseSelector(text), labels)).toBe(expected);
  });

  it.each([
    ['', 'names no metric'],
    ['{status="5"}', 'names no metric'],
    ['requests{', 'a label expected at 10, not the end'],
    ['requests{status}', '=, !=, =~ or !~ expected at 16, not }'],
    ['requests{status=5}', 'a value in quotes expected'],
    ['requests{status="5"', 'a comma or } expected'],
    ['requests{status="5" route="/"}', 'a comma or } expected'],
    ['requests{status=="5"}', 'a value in quotes expected'],
    ['requests{status=~"("}', 'missing closing )'],
    ['requests{status=~"a)(b"}', 'unexpected )'],
    ['requests{status=~"\\d"}', '\\d is no escape'],
    ['requests{__name__="x"}', '__name__ cannot be matched'],
    ['requests} 5', 'the end expected'],
    ['requests offset', 'the end expected'],
    ['requests;', 'the end expected'],
  ])('%s is refused: %s', (text, words) => {
    expect(() => parseSelector(text)).toThrow(SelectorError);
    expect(() => parseSelector(text)).toThrow(words);
  });

  it.each(['rate(requests[5m])', 'sum (requests)', 'requests[5m]'])('%s is an expression: the hint says so', (text) => {
    expect(() => parseSelector(text)).toThrow(
      expect.objectContaining({ hint: expect.stringContaining('takes the increase') }),
    );
  });
});
