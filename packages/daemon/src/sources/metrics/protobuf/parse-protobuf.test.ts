import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ExpositionError } from '../exposition.ts';
import { parseExposition } from '../parse-exposition.ts';
import { encodedPage, labelPairs, nativeHistogram } from './encoded-page.fixture.ts';
import { parseProtobuf } from './parse-protobuf.ts';

const ofRoute = (route: string) => labelPairs({ route });
const created = { seconds: 1_700_000_000, nanos: 500_000_000 };
const families = [
  {
    name: 'requests_total',
    help: 'Requests – all of them',
    type: 'COUNTER',
    metric: [
      { label: ofRoute('/'), counter: { value: 7, created_timestamp: created } },
      {
        label: ofRoute('/größe "a"'),
        counter: { value: 2 ** 60, exemplar: { label: labelPairs({ id: 'x' }), value: 1 } },
      },
    ],
  },
  { name: 'lag', type: 'GAUGE', metric: [{ gauge: { value: -1.5 }, timestamp_ms: -1_000 }] },
  { name: 'old', type: 'UNTYPED', metric: [{ untyped: { value: Number.NaN } }] },
  {
    name: 'pause_seconds',
    type: 'SUMMARY',
    metric: [{ summary: { sample_count: 4, sample_sum: 2.5, quantile: [{ quantile: 0.5, value: 0.25 }] } }],
  },
  {
    name: 'size_bytes',
    type: 'HISTOGRAM',
    metric: [
      {
        label: ofRoute('/'),
        histogram: {
          sample_count: 5,
          sample_sum: 2_000_000.5,
          bucket: [
            { cumulative_count: 1, upper_bound: 0.00001 },
            { cumulative_count: 3, upper_bound: 2.5 },
            { cumulative_count: 4, upper_bound: 1_234_567 },
          ],
        },
      },
    ],
  },
  {
    name: 'native_seconds',
    type: 'HISTOGRAM',
    metric: [{ label: ofRoute('/'), histogram: nativeHistogram([0, 0.25, 0.3, 0.3, 70, -1]) }],
  },
  { name: 'none_yet_total', type: 'COUNTER', metric: [] },
];
const text = `# TYPE requests_total counter
requests_total{route="/"} 7
requests_total{route="/größe \\"a\\""} 1.152921504606847e+18
requests_created{route="/"} 1700000000.5
# TYPE lag gauge
lag -1.5 -1000
# TYPE old untyped
old NaN
# TYPE pause_seconds summary
pause_seconds{quantile="0.5"} 0.25
pause_seconds_sum 2.5
pause_seconds_count 4
# TYPE size_bytes histogram
size_bytes_bucket{route="/",le="1e-05"} 1
size_bytes_bucket{route="/",le="2.5"} 3
size_bytes_bucket{route="/",le="1.234567e+06"} 4
size_bytes_bucket{route="/",le="+Inf"} 5
size_bytes_sum{route="/"} 2000000.5
size_bytes_count{route="/"} 5
# TYPE native_seconds histogram
native_seconds_bucket{route="/",le="+Inf"} 6
native_seconds_sum{route="/"} 69.85
native_seconds_count{route="/"} 6
# TYPE none_yet_total counter
`;
const bySeries = (page: { samples: readonly { name: string; labels: readonly string[] }[] }) =>
  Object.fromEntries(page.samples.map((sample) => [`${sample.name} ${sample.labels.join(' ')}`, sample]));

describe('a page in protobuf', () => {
  it.each(['loose', 'packed'] as const)('says what the same page says in text, with numbers %s', (numbers) => {
    const [one, other] = [parseProtobuf(encodedPage(families, numbers)), parseExposition(text, { format: 'text' })];
    expect(bySeries(one)).toEqual(bySeries(other));
    expect(one.types).toEqual(other.types);
    for (const name of other.names) expect([...one.names, 'requests_created']).toContain(name);
  });

  it.each(['loose', 'packed'] as const)('and the native histograms, with numbers %s', (numbers) => {
    expect(parseProtobuf(encodedPage(families, numbers)).natives).toEqual([
      {
        name: 'native_seconds',
        labels: ['route', '/'],
        histogram: {
          schema: 3,
          zeroThreshold: 2 ** -128,
          zeroCount: 1,
          negative: 1,
          // 0.25 is 2^(-16/8), the bound of its bucket; 0.3 lies over 2^(-14/8), 70 over 2^(49/8).
          positive: new Map([
            [-16, 1],
            [-13, 2],
            [50, 1],
          ]),
        },
      },
    ]);
  });

  it.each([-4, 0, 8])('reads whole and fractional counts of schema %i alike', (schema) => {
    const values = [0.001, 0.0012, 0.4, 0.41, 0.41, 3, 900];
    const [whole, float] = [false, true].map((isFloat) =>
      parseProtobuf(
        encodedPage([
          {
            name: 'x',
            type: 'HISTOGRAM',
            metric: [{ histogram: nativeHistogram(values, { schema, float: isFloat }) }],
          },
        ]),
      ),
    );
    expect(whole?.natives).toHaveLength(1);
    expect(float).toEqual(whole);
  });

  it('is looked into only where somebody asks', () => {
    const page = parseProtobuf(encodedPage(families), { wanted: new Set(['lag', 'native_seconds']) });
    expect(page.samples.map(({ name }) => name)).toEqual(['lag']);
    expect(page.natives?.map(({ name }) => name)).toEqual(['native_seconds']);
    expect(page).toMatchObject({ series: 7 });
  });
});

describe('a page that breaks the format', () => {
  const histogram = (more: object) =>
    encodedPage([{ name: 'x', type: 'HISTOGRAM', metric: [{ histogram: { zero_threshold: 1, ...more } }] }]);
  const span = [{ offset: 0, length: 2 }];

  it.each<[what: string, page: Buffer, words: string]>([
    ['more bytes announced', Buffer.from([200, 1, 10]), '200 bytes are announced, 1 are there'],
    ['an endless number', Buffer.alloc(20, 255), 'a number is longer than 10 bytes'],
    ['field 0', Buffer.from([2, 2, 0]), 'a field has the number 0'],
    ['a group', Buffer.from([1, 19]), '3 is no type of a field'],
    ['a name that is a number', Buffer.from([2, 8, 1]), 'field 1 has the type 0, not 2'],
    ['a name in Latin 1', Buffer.from([3, 10, 1, 0xe4]), 'a text is not UTF-8'],
    ['no name', encodedPage([{ type: 'GAUGE' }]), 'a metric has no name'],
    ['an unknown type', Buffer.from([5, 10, 1, 120, 24, 9]), 'x is of the type 9, which is unknown'],
    ['no value', encodedPage([{ name: 'x', type: 'GAUGE', metric: [{}] }]), 'a series of x has no gauge in it'],
    [
      'a label without a name',
      encodedPage([{ name: 'x', type: 'GAUGE', metric: [{ label: [{}], gauge: {} }] }]),
      'a label has no name',
    ],
    ['custom buckets', histogram({ schema: -53 }), 'schema -53 is not from -4 to 8'],
    ['a zero bucket below 0', histogram({ zero_threshold: -1, zero_count: 1 }), 'a zero bucket cannot be -1 wide'],
    [
      'too few buckets',
      histogram({ positive_span: span, positive_delta: [1] }),
      '2 buckets are announced, 1 are there',
    ],
    [
      'more buckets than memory',
      histogram({ positive_span: [{ offset: 0, length: 4_000_000_000 }], positive_delta: [1] }),
      '4000000000 buckets are announced, 1 are there',
    ],
    ['a negative count', histogram({ positive_span: span, positive_delta: [1, -2] }), 'a bucket holds -1 observations'],
    [
      'two sorts of counts',
      histogram({ positive_span: span, positive_delta: [1, 1], positive_count: [1, 1] }),
      'a histogram has whole counts and others',
    ],
    [
      'spans that go back',
      histogram({ positive_span: [...span, { offset: -1, length: 0 }], positive_delta: [1, 1] }),
      'do not ascend',
    ],
    [
      'a wrong total',
      histogram({ sample_count: 9, zero_count: 3 }),
      'the buckets hold 3 observations, the histogram 9',
    ],
    ['a bucket without a bound', histogram({ bucket: [{ cumulative_count: 1 }] }), 'a bucket has no bound'],
  ])('is an error with the byte and the reason: %s', (_, page, words) => {
    expect(() => parseProtobuf(page)).toThrow(words);
    expect(() => parseProtobuf(page)).toThrow(/^byte \d+: /);
  });

  it('is never anything but such an error, wherever it is cut, changed, or made up', () => {
    const whole = encodedPage(families);
    const reads = (page: Buffer) => {
      try {
        parseProtobuf(page);
      } catch (error) {
        if (!(error instanceof ExpositionError)) throw error;
      }
    };
    for (let end = 0; end < whole.length; end++) reads(whole.subarray(0, end));
    const changed = fc.tuple(fc.nat(whole.length - 1), fc.integer({ min: 0, max: 255 }));
    fc.assert(
      fc.property(fc.array(changed, { minLength: 1, maxLength: 4 }), (changes) => {
        const page = Buffer.from(whole);
        for (const [at, byte] of changes) page[at] = byte;
        reads(page);
      }),
      { numRuns: 3_000 },
    );
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => reads(Buffer.from(bytes))),
      { numRuns: 3_000 },
    );
  });
});
