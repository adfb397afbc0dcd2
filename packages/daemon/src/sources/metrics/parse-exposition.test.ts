import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ExpositionError, type ExpositionFormat } from './exposition.ts';
import { parseExposition } from './parse-exposition.ts';

const samplesOf = (page: string, format: ExpositionFormat = 'text') =>
  parseExposition(page, { format }).samples.map(({ name, labels, value }) => [name, labels, value]);

describe('the text format', () => {
  it.each<[string, unknown]>([
    ['a 1\n', ['a', [], 1]],
    ['a 1', ['a', [], 1]],
    ['a{} 1\n', ['a', [], 1]],
    ['a{x="1"} 1\n', ['a', ['x', '1'], 1]],
    ['a{x="1"}1\n', ['a', ['x', '1'], 1]],
    ['  a\t{ x = "1" , y = "2" , }\t 1 \n', ['a', ['x', '1', 'y', '2'], 1]],
    ['a{x="}{,#= "} 1\n', ['a', ['x', '}{,#= '], 1]],
    ['a{x="\\"\\\\\\n\\t"} 1\n', ['a', ['x', '"\\\n\\t'], 1]],
    ['a{x=""} 1\n', ['a', ['x', ''], 1]],
    ['a{x="é\u2028"} 1\n', ['a', ['x', 'é\u2028'], 1]],
    ['{"a.b",x="y"} 1\n', ['a.b', ['x', 'y'], 1]],
    ['{"a.b"} 1\n', ['a.b', [], 1]],
    ['{"a.b","x.y"="z"} 1\n', ['a.b', ['x.y', 'z'], 1]],
    ['a:b_9 1 1700000000000\r\n', ['a:b_9', [], 1]],
    ['a 1 # {trace="}"} 0.5 1.5\n', ['a', [], 1]],
  ])('reads %j', (page, sample) => {
    expect(samplesOf(page)).toEqual([sample]);
  });

  it.each([
    ['0', 0],
    ['-0.5', -0.5],
    ['+3', 3],
    ['.5', 0.5],
    ['5.', 5],
    ['0.1', 0.1],
    ['123456.789012345', 123456.789012345],
    ['0000000000000000000001', 1],
    ['9223372036854775808', 2 ** 63],
    ['1.7976931348623157e308', Number.MAX_VALUE],
    ['1E-3', 0.001],
    ['+Inf', Number.POSITIVE_INFINITY],
    ['inf', Number.POSITIVE_INFINITY],
    ['-Infinity', Number.NEGATIVE_INFINITY],
    ['Nan', Number.NaN],
  ])('reads the number %s', (written, value) => {
    expect(samplesOf(`a ${written}\n`)).toEqual([['a', [], value]]);
  });

  it('passes over blank lines and comments, and stops at the end that OpenMetrics has', () => {
    const page = '# just words\n\n#\n# HELP a what "it" is\n# TYPE a counter\na 1\n\t\n# EOF\nnot a sample at all\n';
    expect(samplesOf(page)).toEqual([['a', [], 1]]);
    expect(parseExposition(page, { format: 'text' }).types).toEqual(new Map([['a', 'counter']]));
  });

  it('keeps names and numbers of what is not wanted, and does not look at its labels', () => {
    const read = parseExposition('a{x="1} 1\nb 2\na 3\n', { format: 'text', wanted: new Set(['b']) });
    expect(read.samples.map(({ name }) => name)).toEqual(['b']);
    expect([...read.names]).toEqual(['a', 'b']);
    expect(read.series).toBe(3);
  });

  it.each([
    ['a', 'a value is missing'],
    ['a ', 'a value is missing'],
    ['a{x="1"}', 'a value is missing'],
    ['a one', '"one" is not a value'],
    ['a 0x10', '"0x10" is not a value'],
    ['a 0b1', '"0b1" is not a value'],
    ['a 1_000', '"1_000" is not a value'],
    ['a 1 noon', '"noon" is not a timestamp'],
    ['a 1 2 3', '"3" is not an exemplar'],
    ['a{x="1" 1', 'no comma or brace after label x'],
    ['a{x="1"y="2"} 1', 'no comma or brace after label x'],
    ['a{x="1",,y="2"} 1', 'does not start with the name of a label'],
    ['a{x=1} 1', 'the value of label x is not in double quotes'],
    ['a{x} 1', 'label x has no "="'],
    ['a{x="1} 1', 'a quoted text does not end'],
    ['a{x="1\\"} 1', 'a quoted text does not end'],
    ['a{x="1",x="2"} 1', 'label x stands twice'],
    ['a{1x="1"} 1', 'does not start with the name of a label'],
    ['{x="1"} 1', 'a sample without a name'],
    ['9a 1', 'does not start with the name of a metric'],
    ['a-b 1', '"-b" is not a value'],
    ['<!DOCTYPE html>', 'does not start with the name of a metric'],
    ['# TYPE a meter', '"meter" is not a type'],
  ])('refuses %j with its line: %s', (line, words) => {
    const read = () => parseExposition(`up 1\n${line}\n`, { format: 'text' });
    expect(read).toThrow(ExpositionError);
    expect(read).toThrow(`line 2: `);
    expect(read).toThrow(words);
  });
});

describe('a line beside a line like it', () => {
  it.each([
    ['a{x="1",y="2"} 1\na{x="1",y="2",x="3"} 1\n', 'label x stands twice'],
    ['a{x="1"} 1\na{x="1",x="2"} 1\n', 'label x stands twice'],
    ['a{x="1"} 1\na{x="1} 1\n', 'a quoted text does not end'],
    ['a{x="1"} 1\na{x="1"y="2"} 1\n', 'no comma or brace after label x'],
    ['{"a","x.y"="1"} 1\na{x.y="1"} 1\n', 'label x has no "="'],
    ['a{x="1"} 1\na{x="2"} 1\n{x="3"} 1\n', 'a sample without a name'],
    ['a{x="1"} 1\na{x="2"} 1\na{x="3" 1\n', 'no comma or brace after label x'],
    ['a{x="1",y="1"} 1\na{x="2",y="1"} 1\na{x="3",y="1",x="4"} 1\n', 'label x stands twice'],
    ['a{x="1",y="1"} 1\na{x="2",y="1"} 1\na{x="3\\",y="1"} 1\n', 'no comma or brace after label x'],
  ])('is checked all the same: %j', (page, words) => {
    expect(() => parseExposition(page, { format: 'text' })).toThrow(`line ${page.split('\n').length - 1}: ${words}`);
  });

  const text = fc.oneof(fc.constantFrom('', '1', '200', '/a', '\\', '"', '\n', 'x\\"', '},', '#', 'é'), fc.string());
  const label = fc.constantFrom('a', 'ab', 'le', 'route', 'status');
  const sample = fc.record({
    name: fc.constantFrom('up', 'up_total', 'requests_total'),
    labels: fc.uniqueArray(fc.tuple(label, text), { selector: ([name]) => name, maxLength: 4 }),
    value: fc.double({ noNaN: true }),
  });
  const written = (value: string) => `"${value.replace(/[\\"\n]/g, (char) => (char === '\n' ? '\\n' : `\\${char}`))}"`;

  it('is read as it was written, whatever stood before it', () => {
    fc.assert(
      fc.property(fc.array(sample, { maxLength: 12 }), (samples) => {
        const lines = samples.map(({ name, labels, value }) => {
          const inner = labels.map(([key, of]) => `${key}=${written(of)}`).join(',');
          return `${name}{${inner}} ${value === Number.POSITIVE_INFINITY ? '+Inf' : value === Number.NEGATIVE_INFINITY ? '-Inf' : value}\n`;
        });
        const expected = samples.map(({ name, labels, value }) => [
          name,
          labels.flat(),
          Object.is(value, -0) ? 0 : value,
        ]);
        const read = samplesOf(lines.join('')).map(([name, labels, value]) => [name, labels, value === 0 ? 0 : value]);
        expect(read).toEqual(expected);
      }),
    );
  });
});

// A few of the public parser cases of OpenObservability/OpenMetrics (Apache-2.0), and some of their kind.
describe('OpenMetrics', () => {
  it.each([
    ['an end without a line feed', '# TYPE a gauge\n# HELP a help\na 1\n# EOF'],
    ['an exemplar', '# TYPE a counter\n# HELP a help\na_total{} 0 123 # {a="b"} 0.5\n# EOF\n'],
    ['a hash in labels', '# TYPE a histogram\na_bucket{le="+Inf",foo="bar # "} 3 # {a="d",foo="bar # bar"} 4\n# EOF\n'],
    ['braces in labels', '# TYPE a counter\na_total{foo="bar",bar="b{a}z"} 1\n# EOF\n'],
    ['an empty help', '# HELP a \n# UNIT a \n# EOF\n'],
    ['help with any escape', '# TYPE a8 counter\n# HELP a8 \\"\\q\na8_total{foo="bar"} 1\n# EOF\n'],
    ['a NaN level', '# TYPE a gauge\na NaN\n# EOF\n'],
    [
      'negative bounds',
      '# TYPE a histogram\na_bucket{le="-1.0"} 0\na_bucket{le="1.0"} 1\na_bucket{le="+Inf"} 3\n# EOF\n',
    ],
    ['close timestamps', '# TYPE a gauge\na{x="1"} 1 0.0000000000\na{x="1"} 2 0.0000000001\n# EOF\n'],
    ['an info', '# TYPE a info\na_info{version="1"} 1\n# EOF\n'],
    ['states', '# TYPE a stateset\na{a="bar"} 0\na{a="foo"} 1.0\n# EOF\n'],
    ['a summary', '# TYPE a summary\na_count 1\na_sum 2\na{quantile="0.5"} 0.7\na{quantile="1"} 0.8\n# EOF\n'],
    [
      'a gauge histogram',
      '# TYPE a gaugehistogram\na_bucket{le="1.0"} 0\na_bucket{le="+Inf"} 3\na_gcount 3\na_gsum 2\n# EOF\n',
    ],
    ['a unit', '# TYPE a_seconds counter\n# UNIT a_seconds seconds\na_seconds_total 1\n# EOF\n'],
  ])('has %s', (_, page) => {
    expect(() => parseExposition(page, { format: 'openmetrics' })).not.toThrow();
  });

  it.each([
    ['no end', 'a 1\n', 'does not end with # EOF'],
    ['a blank line', 'a 1\n\n# EOF\n', 'line 2: a blank line'],
    ['text after the end', 'a 1\n# EOF\nblah', 'line 3: there is text after # EOF'],
    ['a comment', '# FOO a x\n# EOF\n', 'line 1: '],
    ['a name in quotes', '{"a"} 1\n# EOF\n', 'no names in quotes'],
    ['a label in quotes', 'a{"b"="1"} 1\n# EOF\n', 'no names in quotes'],
    ['a sign of NaN', 'a -NaN\n# EOF\n', '"-NaN" is not a value'],
    ['a hexadecimal quantile', '# TYPE a summary\na{quantile="0x1"} 0\n# EOF\n', 'no quantile from 0 to 1'],
    ['a fraction of an event', '# TYPE a histogram\na_bucket{le="+Inf"} 0.5\n# EOF\n', 'a whole number'],
    ['two spaces', 'a  1\n# EOF\n', '"" is not a value'],
    ['a space at the end', 'a 1 \n# EOF\n', 'a space at the end of the line'],
    ['a comma before the brace', 'a{a="1",} 1\n# EOF\n', 'the name of a label'],
    ['an infinite timestamp', 'a 1 Inf\n# EOF\n', 'a timestamp is a finite number'],
    ['an exemplar at a gauge', '# TYPE a gauge\na 1 # {a="b"} 1\n# EOF\n', 'only buckets and totals'],
    [
      'a long exemplar',
      `# TYPE a counter\na_total 1 # {a="${'x'.repeat(128)}"} 1\n# EOF\n`,
      'more than 128 characters',
    ],
    ['two types', '# TYPE a gauge\n# TYPE a gauge\n# EOF\n', 'a second TYPE of a'],
    ['late metadata', '# TYPE a gauge\na 1\n# HELP a help\n# EOF\n', 'metadata of a after its samples'],
    ['a foreign unit', '# UNIT a seconds\n# EOF\n', 'does not end with its unit'],
    ['a name claimed twice', '# TYPE a_created gauge\n# TYPE a counter\n# EOF\n', 'belongs to another family'],
    ['a negative counter', '# TYPE a counter\na_total -1\n# EOF\n', '_total is never negative'],
    ['a state of 2', '# TYPE a stateset\na{a="bar"} 2\n# EOF\n', 'a state is 0 or 1'],
    ['a quantile over 1', '# TYPE a summary\na{quantile="1.01"} 0\n# EOF\n', 'no quantile from 0 to 1'],
    ['a histogram without +Inf', '# TYPE a histogram\na_bucket{le="1"} 0\n# EOF\n', 'no bucket le="+Inf"'],
    [
      'a histogram that miscounts',
      '# TYPE a histogram\na_bucket{le="+Inf"} 0\na_count 1\na_sum 1\n# EOF\n',
      'counts 1',
    ],
    ['buckets that descend', '# TYPE a histogram\na_bucket{le="1"} 2\na_bucket{le="+Inf"} 1\n# EOF\n', 'do not ascend'],
    ['groups apart', '# TYPE a gauge\na{x="1"} 1\na{x="2"} 1\na{x="1"} 1\n# EOF\n', 'are apart'],
    ['a series twice', '# TYPE a gauge\na{x="1"} 1\na{x="1"} 2\n# EOF\n', 'stands twice'],
    ['time going back', '# TYPE a gauge\na 0 2\na 0 1\n# EOF\n', 'timestamps of a go back'],
    ['half of the timestamps', '# TYPE a gauge\na 0 1\na 0\n# EOF\n', 'some have not'],
  ])('has not %s', (_, page, words) => {
    expect(() => parseExposition(page, { format: 'openmetrics' })).toThrow(words);
  });
});
