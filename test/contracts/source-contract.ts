import { systemClock } from '@daywatch/daemon/src/clock.ts';
import { createOutbound } from '@daywatch/daemon/src/outbound.ts';
import type { SourceKind } from '@daywatch/daemon/src/ports/kind.ts';
import type { Logger } from '@daywatch/daemon/src/ports/logger.ts';
import type { Question, Source } from '@daywatch/daemon/src/ports/source.ts';
import { refusingShell } from '@daywatch/daemon/src/shell.ts';
import { fullReach } from '@daywatch/daemon/src/sources/full-reach.fixture.ts';
import { shortMemory } from '@daywatch/daemon/src/sources/short-memory.ts';
import { type Measure, measure, type Reading } from '@daywatch/shared/vocabulary/observation.ts';
import { millis, seconds } from '@daywatch/shared/vocabulary/time.ts';
import { afterAll, afterEach, describe, expect, it } from 'vitest';

type Options = Readonly<Record<string, unknown>>;

/** What the suite needs of a kind's surroundings. */
export interface SourceWorld {
  /** Of a source that answers. */
  options(): Options;
  /** Of a source behind an address where nobody listens, or whose place does not exist. */
  closed(): Options;
  /** What it says of that place; usually of a refused connection. */
  readonly refusal?: RegExp;
  /** Of a source that takes a question and is silent. Files are asked by nobody: they are read or they are not. */
  readonly silent: (() => Options) | 'reads at once';
  /** The option that may be a secret, and what is said when it was not put in; usually the `url`. */
  readonly secret?: { readonly option: string; readonly unresolved: RegExp };
  /** Something that can be asked, for each measure that the kind has. */
  readonly queries: Readonly<Partial<Record<Measure, unknown>>>;
  /** What to ask where silence is expected, when any of `queries` would be answered. */
  readonly endless?: { readonly measure: Measure; readonly query: unknown };
}

const readingsOf: Readonly<Record<Measure, readonly Reading['type'][]>> = {
  rate: ['rate'],
  latency: ['latency', 'histogram'],
  count: ['count'],
  gauge: ['gauge'],
  check: ['check'],
};
const quiet: Logger = { debug() {}, info() {}, warn() {}, error() {}, child: () => quiet };
const patient = () => systemClock.timeout(seconds(10));

/** One that is silent, or, where there is none, one that answers. */
const silentOf = ({ silent, options }: SourceWorld): Options => (silent === 'reads at once' ? options() : silent());

/** What every sort of source does. */
export function sourceContract(kind: SourceKind, world: SourceWorld): void {
  describe(`a source of type ${kind.type}`, () => {
    const outbound = createOutbound({ clock: systemClock });
    const opened: Source[] = [];
    const open = (options: Options): Source => {
      const source = kind.open(options, {
        name: 'the-source',
        outbound,
        clock: systemClock,
        log: quiet,
        memory: shortMemory(),
        reach: fullReach,
        shell: refusingShell('no commands here'),
      });
      opened.push(source);
      return source;
    };
    const questions = Object.entries(world.queries).map(
      ([of, query]): Question => ({ name: `by-${of}`, measure: measure.parse(of), query }),
    );
    afterEach(async () => {
      for (const source of opened.splice(0)) await source.close();
    });
    afterAll(() => outbound.close());

    it('says what it is, what it needs, and what can be asked', () => {
      expect(kind.type).toMatch(/^[a-z][a-z-]*$/);
      expect(kind.summary).toMatch(/\.$/);
      const undescribed = Object.entries(kind.options.toJSONSchema({ io: 'input' }).properties ?? {})
        .filter(([, field]) => typeof field === 'object' && field.description === undefined)
        .map(([name]) => name);
      expect(undescribed).toEqual([]);
      for (const asked of Object.values(kind.measures)) {
        expect(asked.summary).toMatch(/\.$/);
        expect(() => asked.query.toJSONSchema({ io: 'input' })).not.toThrow();
      }
      expect(Object.keys(world.queries).sort()).toEqual(Object.keys(kind.measures).sort());
    });

    it('checks again what it has checked, with the same result', () => {
      for (const { measure: of, query } of questions) {
        const once = kind.measures[of]?.query.parse(query);
        expect(kind.measures[of]?.query.parse(once)).toEqual(once);
      }
      const once = kind.options.parse(world.options());
      expect(kind.options.parse(once)).toEqual(once);
    });

    it('answers each measure with a reading of that measure', async () => {
      const source = open(world.options());
      for (const question of questions) {
        const probe = source.probe(question);
        const first = await probe.observe(patient());
        // What a counter grew by shows at the second look.
        const reading = first.type === 'absent' ? await probe.observe(patient()) : first;
        expect(readingsOf[question.measure], JSON.stringify(reading)).toContain(reading.type);
      }
    });

    it('answers many questions at once', async () => {
      const source = open(world.options());
      const probes = [...questions, ...questions, ...questions].map((question) => source.probe(question));
      const readings = await Promise.all(probes.map((probe) => probe.observe(patient())));
      expect(readings.filter(({ type }) => type === 'error')).toEqual([]);
    });

    it('says that it cannot measure what it cannot, or that a question has not the right shape', async () => {
      const source = open(world.options());
      for (const of of measure.options) {
        const probe = source.probe({ name: 'wrong', measure: of, query: { nonsense: true } });
        expect(await probe.observe(patient())).toMatchObject({
          type: 'error',
          because: expect.stringMatching(/^the-source: ./),
        });
      }
    });

    it('never has a good reading of an address where nobody listens', async () => {
      const source = open(world.closed());
      for (const question of questions) {
        const reading = await source.probe(question).observe(patient());
        const bad = question.measure === 'check' && reading.type === 'check' ? !reading.ok : reading.type === 'error';
        expect(bad, JSON.stringify(reading)).toBe(true);
        expect(reading).toMatchObject({ because: expect.stringMatching(/^the-source: ./) });
        expect(reading).toMatchObject({ because: expect.stringMatching(world.refusal ?? /connection refused/) });
      }
    });

    it('accepts a secret by its name, and says so when it is opened without it', async () => {
      const { option, unresolved: said } = world.secret ?? { option: 'url', unresolved: /address/ };
      const unresolved = { ...world.options(), [option]: '${ADDRESS}' };
      expect(kind.options.safeParse(unresolved).success).toBe(true);
      for (const question of questions) {
        const reading = await open(unresolved).probe(question).observe(patient());
        expect(reading).toMatchObject({ type: 'error', because: expect.stringMatching(/^the-source: ./) });
        expect(reading).toMatchObject({ because: expect.stringMatching(said) });
      }
    });

    if (world.silent !== 'reads at once') {
      it('gives up when it is told to', async () => {
        const source = open(silentOf(world));
        const asked = world.endless === undefined ? questions : [{ name: 'endless', ...world.endless }];
        for (const question of asked) {
          const start = systemClock.elapsed();
          const stop = new AbortController();
          const reading = source.probe(question).observe(stop.signal);
          void systemClock.sleep(millis(50)).then(() => stop.abort());
          expect(await reading).toMatchObject({
            type: 'error',
            because: expect.stringMatching(/^the-source: .*given up/),
          });
          expect(systemClock.elapsed() - start).toBeLessThan(1_000);
        }
      });
    }

    it('does not begin when it is told to stop before', async () => {
      const source = open(silentOf(world));
      for (const question of questions) {
        const reading = await source.probe(question).observe(AbortSignal.abort());
        expect(reading).toMatchObject({ type: 'error', because: expect.stringMatching(/^the-source: .*given up/) });
      }
    });

    it('closes once, however often it is told to, also with a question under way', async () => {
      const source = open(silentOf(world));
      const [question = { name: 'none', measure: 'check', query: {} }] = questions;
      const stop = new AbortController();
      const under = source
        .probe(world.endless === undefined ? question : { name: 'endless', ...world.endless })
        .observe(stop.signal);
      await systemClock.sleep(millis(20));
      const closing = Promise.all([source.close(), source.close()]);
      stop.abort();
      const { type } = await under;
      expect(type === 'error' || world.silent === 'reads at once', type).toBe(true);
      await closing;
      await source.close();
    });
  });
}
