import type { Store } from '@daywatch/daemon/src/ports/store.ts';
import type { Observation } from '@daywatch/shared/vocabulary/observation.ts';
import { instant, rfc3339 } from '@daywatch/shared/vocabulary/time.ts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { outboxContract } from './outbox-contract.ts';
import {
  appendSample,
  at,
  deploymentSample,
  eventSample,
  everyReading,
  footingSample,
  gauge,
  silenceSample,
} from './store-samples.ts';

/** What every `Store` does. `open` answers an empty one; the suite closes it. */
export function storeContract(name: string, open: () => Promise<Store>): void {
  outboxContract(name, open);
  describe(`a store: ${name}`, () => {
    let store: Store;
    beforeEach(async () => {
      store = await open();
    });
    afterEach(() => store.close());

    describe('the record of a deployment', () => {
      it('keeps events in order, and the state they make', async () => {
        await store.append(appendSample({ count: 2 }));
        expect(await store.append(appendSample({ expected: 2, deployment: { phase: 'watching' } }))).toBe('appended');
        expect(await store.events('one')).toEqual([1, 2, 3].map((sequence) => eventSample('one', sequence)));
        expect(await store.deployment('one')).toEqual(deploymentSample({ id: 'one', phase: 'watching', sequence: 3 }));
      });

      it('knows nothing of a deployment that never was', async () => {
        expect(await store.deployment('none')).toBeUndefined();
        expect(await store.events('none')).toEqual([]);
      });

      it.each([
        ['began it', 0],
        ['was first', 1],
        ['is not known here', 7],
      ])('refuses a writer who missed that another %s, and changes nothing', async (_, expected) => {
        await store.append(appendSample({ count: 2 }));
        const late = appendSample({ expected, deployment: { phase: 'failed' } });
        expect(await store.append(late)).toBe('conflict');
        expect(await store.events('one')).toHaveLength(2);
        expect(await store.deployment('one')).toMatchObject({ phase: 'planned', sequence: 2 });
      });

      it('lets one of many writers win', async () => {
        await store.append(appendSample({}));
        const answers = await Promise.all(
          ['a', 'b', 'c', 'd', 'e'].map((deployedBy) =>
            store.append(appendSample({ expected: 1, count: 3, deployment: { deployedBy } })),
          ),
        );
        expect(answers.filter((answer) => answer === 'appended')).toHaveLength(1);
        const winner = ['a', 'b', 'c', 'd', 'e'][answers.indexOf('appended')];
        expect(await store.deployment('one')).toMatchObject({ deployedBy: winner, sequence: 4 });
        expect(await store.events('one')).toHaveLength(4);
      });

      it('keeps what a step printed to the letter', async () => {
        const tail = 'null \0, escape \u001b[31m, lone \ud83d, quote " \\ and 🚨\r\n';
        const steps = [{ id: 'build', phase: 'deploying', title: 'build', state: 'passed', tail }] as const;
        await store.append(appendSample({ deployment: { steps } }));
        expect(await store.deployment('one')).toMatchObject({ steps: [{ tail }] });
      });

      it('does not take events and a state that do not fit each other', async () => {
        const { deployment } = appendSample({});
        await expect(store.append({ expected: 0, events: [], deployment })).rejects.toThrow('no events');
        await expect(store.append({ expected: 0, events: [eventSample('one', 2)], deployment })).rejects.toThrow(
          'Event 2 of one cannot be appended to one as event 1',
        );
        await expect(store.append({ expected: 0, events: [eventSample('two', 1)], deployment })).rejects.toThrow(
          'Event 1 of two',
        );
        await expect(
          store.append({ expected: 0, events: [1, 2].map((n) => eventSample('one', n)), deployment }),
        ).rejects.toThrow('must be 2');
        expect(await store.deployment('one')).toBeUndefined();
      });
    });

    describe('the list of deployments', () => {
      beforeEach(async () => {
        for (const [id, environment, second] of [
          ['c', 'production', 1],
          ['b', 'staging', 2],
          // The ids of two in the same moment decide.
          ['a', 'production', 3],
          ['z', 'production', 3],
        ] as const) {
          await store.append(appendSample({ id, deployment: { environment, requestedAt: rfc3339(at(second)) } }));
        }
      });

      it.each([
        ['all, newest first', { limit: 10 }, 'zabc'],
        ['of one environment', { environment: 'production', limit: 10 }, 'zac'],
        ['no more than wanted', { limit: 2 }, 'za'],
        ['older than one of them', { before: 'a', limit: 10 }, 'bc'],
        ['older than one in the same moment', { before: 'z', limit: 1 }, 'a'],
        ['older, of one environment', { environment: 'production', before: 'b', limit: 10 }, 'c'],
        ['none older than the oldest', { before: 'c', limit: 10 }, ''],
        ['none older than an unknown one', { before: 'nobody', limit: 10 }, ''],
        ['none of an unknown environment', { environment: 'test', limit: 10 }, ''],
      ])('answers %s', async (_, query, ids) => {
        expect((await store.deployments(query)).map(({ id }) => id).join('')).toBe(ids);
      });

      it('orders by time also where the times are written in other zones', async () => {
        const requestedAt = '2026-12-01T23:00:02.500+01:00';
        await store.append(appendSample({ id: 'd', deployment: { requestedAt } }));
        expect((await store.deployments({ limit: 10 })).map(({ id }) => id).join('')).toBe('zadbc');
      });
    });

    it('replaces the runner key of a deployment', async () => {
      expect(await store.runnerKey('one')).toBeUndefined();
      await store.saveRunnerKey('one', 'aa');
      await store.saveRunnerKey('two', 'bb');
      await store.saveRunnerKey('one', 'cc');
      expect(await store.runnerKey('one')).toBe('cc');
      expect(await store.runnerKey('two')).toBe('bb');
    });

    it('keeps the last plan of each environment', async () => {
      const plan = {
        environment: 'production',
        file: 'daywatch.yaml',
        text: 'service: shop\n',
        hash: 'a',
        registeredAt: at(0),
      };
      const newer = { ...plan, text: 'service: größer\n', hash: 'b', registeredAt: at(9) };
      const staging = { ...plan, environment: 'staging' };
      expect(await store.plan('production')).toBeUndefined();
      for (const each of [staging, plan, newer]) await store.savePlan(each);
      expect(await store.plan('production')).toEqual(newer);
      expect(await store.plans()).toEqual([newer, staging]);
    });

    describe('the stable versions of an environment', () => {
      const version = { environment: 'production', deployment: 'one', version: '1.4.1', commit: 'aaa', at: at(1) };

      it('come with the append that made them, newest first, each deployment once', async () => {
        const newer = { ...version, deployment: 'two', version: '1.4.2', commit: 'bbb', at: at(2) };
        await store.append(appendSample({ id: 'two', stable: newer }));
        await store.append(appendSample({ id: 'one', stable: version }));
        await store.append(appendSample({ id: 'one', expected: 1, stable: { ...version, at: at(3) } }));
        await store.append(appendSample({ id: 'three', stable: { ...version, environment: 'staging' } }));
        expect(await store.stableVersions('production')).toEqual([newer, version]);
        expect(await store.stableVersions('test')).toEqual([]);
      });

      it('are not there when the append was refused', async () => {
        expect(await store.append(appendSample({ id: 'one', expected: 7, stable: version }))).toBe('conflict');
        expect(await store.stableVersions('production')).toEqual([]);
      });
    });

    describe('observations', () => {
      const all = { environment: 'production', from: at(-1e6), to: at(1e6) };

      it('come back exactly as they were, whatever they are', async () => {
        const saved = everyReading.map((reading, index) => ({
          criterion: 'mixed',
          at: at(index),
          seconds: 7.5,
          reading,
        }));
        await store.saveObservations('production', saved);
        expect(await store.observations(all)).toEqual(saved);
      });

      it('are one for each environment, criterion and time: the first stays', async () => {
        await store.saveObservations('production', [gauge('pool', 15, 1), gauge('pool', 15, 2)]);
        await store.saveObservations('production', [gauge('pool', 15, 3), gauge('pool', 30, 4), gauge('queue', 15, 5)]);
        await store.saveObservations('staging', [gauge('pool', 15, 6)]);
        const found = await store.observations({ ...all, criterion: 'pool' });
        expect(found).toEqual([gauge('pool', 15, 1), gauge('pool', 30, 4)]);
        expect(await store.observations({ ...all, environment: 'staging' })).toEqual([gauge('pool', 15, 6)]);
      });

      it('answer a span with its start and without its end, in order of time', async () => {
        const saved = [60, 15, 45, 30].flatMap((second) => [gauge('pool', second, second), gauge('queue', second, 0)]);
        await store.saveObservations('production', saved);
        const found = await store.observations({ environment: 'production', from: at(15), to: at(60) });
        expect(found.map((observation) => observation.at)).toEqual([15, 15, 30, 30, 45, 45].map(at));
        expect(await store.observations({ ...all, criterion: 'none' })).toEqual([]);
        expect(await store.observations({ ...all, environment: 'none' })).toEqual([]);
      });

      it('answer a long span of many criteria in order of time', async () => {
        const names = Array.from({ length: 7 }, (_, index) => `criterion-${index}`);
        const saved = names.flatMap((name) =>
          Array.from({ length: 240 }, (_, index) => gauge(name, index * 600, index)),
        );
        await store.saveObservations('production', saved);
        const found = await store.observations(all);
        expect(found.map((observation) => observation.at)).toEqual(
          Array.from({ length: 240 * 7 }, (_, index) => at(Math.floor(index / 7) * 600)),
        );
        expect(new Set(found.map(({ criterion }) => criterion))).toEqual(new Set(names));
      });

      it('stand at whole milliseconds, also where a source counts in fractions of a second', async () => {
        const between = { ...gauge('pool', 0, 1), at: instant(at(0) + 0.4) };
        await store.saveObservations('production', [between, gauge('pool', 0, 2)]);
        await store.saveBaselines('one', [{ criterion: 'pool', footing: footingSample, readings: [between] }]);
        expect(await store.observations(all)).toEqual([gauge('pool', 0, 1)]);
        expect(await store.baseline('one')).toEqual([gauge('pool', 0, 1)]);
        const later = { environment: 'production', from: instant(at(0) + 0.1), to: instant(at(9) + 0.1) };
        expect(await store.observations(later)).toEqual([]);
        expect(await store.forgetObservations(instant(at(0) + 0.1))).toBe(1);
      });

      it('may be none, or very many at once', async () => {
        await store.saveObservations('production', []);
        expect(await store.observations(all)).toEqual([]);
        const day = Array.from({ length: 5_760 }, (_, index) => gauge('pool', index * 15, index));
        await store.saveObservations('production', day);
        await store.saveObservations('production', day);
        expect(await store.observations(all)).toEqual(day);
      });

      it('are forgotten by age, and counted', async () => {
        await store.saveObservations('production', [gauge('pool', 0, 1), gauge('pool', 15, 1), gauge('queue', 0, 1)]);
        await store.saveObservations('staging', [gauge('pool', 14, 1)]);
        expect(await store.forgetObservations(at(15))).toBe(3);
        expect(await store.observations(all)).toEqual([gauge('pool', 15, 1)]);
        expect(await store.forgetObservations(at(15))).toBe(0);
      });
    });

    describe('what a watch needs', () => {
      const readings: Readonly<Record<string, readonly Observation[]>> = {
        queue: [gauge('queue', 30, 1)],
        pool: [gauge('pool', 45, 2), gauge('pool', -15, 3)],
        z: everyReading.map((reading, index) => ({ criterion: 'z', at: at(index), seconds: 0.5, reading })),
        silent: [],
      };
      const freeze = async (deployment = 'one') => {
        const frozen = Object.entries(readings).map(([criterion, of]) => ({
          criterion,
          footing: { ...footingSample, because: `of ${criterion}`, readings: of.length },
          readings: of,
        }));
        await store.saveBaselines(deployment, frozen);
        await store.saveBaselines(deployment, []);
      };
      const snapshot = { deployment: 'one', at: at(60), state: { e: [1e250, 0.1 + 0.2], text: '\0', none: null } };

      it('keeps the baseline by criterion, each in order of time', async () => {
        await freeze();
        const [late, early] = readings.pool ?? [];
        expect(await store.baseline('one')).toEqual([early, late, ...(readings.queue ?? []), ...(readings.z ?? [])]);
        expect(await store.baseline('one', 'pool')).toEqual([early, late]);
        expect(await store.baseline('one', 'none')).toEqual([]);
        expect(await store.baseline('two')).toEqual([]);
      });

      it('keeps what each rests on, also where there is no reading', async () => {
        await freeze();
        const footings = await store.footings('one');
        expect([...footings.keys()].sort()).toEqual(['pool', 'queue', 'silent', 'z']);
        expect(footings.get('silent')).toEqual({ ...footingSample, because: 'of silent', readings: 0 });
        expect(await store.footings('two')).toEqual(new Map());
      });

      it('replaces the baseline of one criterion, and of no other', async () => {
        await freeze();
        const footing = { ...footingSample, rung: 'nothing' } as const;
        await store.saveBaselines('one', [{ criterion: 'pool', footing, readings: [gauge('pool', 0, 1)] }]);
        expect(await store.baseline('one', 'pool')).toEqual([gauge('pool', 0, 1)]);
        expect((await store.footings('one')).get('pool')).toEqual(footing);
        expect(await store.baseline('one', 'queue')).toEqual(readings.queue);
      });

      it('keeps the last snapshot', async () => {
        expect(await store.snapshot('one')).toBeUndefined();
        await store.saveSnapshot({ ...snapshot, at: at(0), state: [] });
        await store.saveSnapshot(snapshot);
        expect(await store.snapshot('one')).toEqual(snapshot);
      });

      it('forgets baseline and snapshot of a deployment that ended long ago, and of no other', async () => {
        const ends = { one: at(10), two: at(20), three: undefined };
        for (const [id, end] of Object.entries(ends)) {
          await store.append(appendSample({ id, deployment: end === undefined ? {} : { endedAt: rfc3339(end) } }));
          await store.saveBaselines(id, [
            {
              criterion: 'pool',
              footing: footingSample,
              readings: [gauge('pool', -99, 1)],
            },
          ]);
          await store.saveSnapshot({ ...snapshot, deployment: id });
        }
        await store.forgetObservations(at(20));
        const kept = Object.keys(ends).map(async (id) => [
          (await store.baseline(id)).length,
          (await store.snapshot(id)) !== undefined,
        ]);
        expect(await Promise.all(kept)).toEqual([
          [0, false],
          [1, true],
          [1, true],
        ]);
        expect(await store.deployment('one')).toBeDefined();
      });
    });

    describe('hours that were summed up', () => {
      const hour = (start: number, criterion = 'pool', value = 1) => ({
        environment: 'production',
        criterion,
        hour: at(start),
        readings: [gauge(criterion, start, value), gauge(criterion, start + 60, value)],
      });
      const all = { environment: 'production', criterion: 'pool', from: at(-1e6), to: at(1e6) };

      it('come back in order of time, of one criterion, with the start of the span and without its end', async () => {
        await store.saveHours([
          hour(7_200),
          hour(0),
          hour(3_600),
          hour(0, 'queue'),
          { ...hour(0), environment: 'test' },
        ]);
        expect(await store.hours(all)).toEqual([hour(0), hour(3_600), hour(7_200)]);
        expect(await store.hours({ ...all, from: at(3_600), to: at(7_200) })).toEqual([hour(3_600)]);
        expect(await store.hours({ ...all, criterion: 'none' })).toEqual([]);
      });

      it('stay as they were saved first: two daemons do not double them', async () => {
        await store.saveHours([hour(0)]);
        await store.saveHours([hour(0, 'pool', 2), { ...hour(3_600), readings: [] }]);
        expect(await store.hours(all)).toEqual([hour(0), { ...hour(3_600), readings: [] }]);
        await store.saveHours([]);
      });

      it('are forgotten by age, with the readings', async () => {
        await store.saveObservations('production', [gauge('pool', 0, 1)]);
        await store.saveHours([hour(0), hour(3_600)]);
        await store.forgetObservations(at(3_600));
        expect(await store.hours(all)).toEqual([hour(3_600)]);
      });
    });

    it('keeps what was asked since when, each moment once', async () => {
      const asked = { environment: 'production', criterion: 'pool', since: at(0), question: 'a' };
      const later = { ...asked, since: at(60), question: 'b' };
      await store.saveQuestions([later, { ...asked, environment: 'staging' }, { ...later, criterion: 'queue' }]);
      await store.saveQuestions([asked, { ...later, question: 'c' }]);
      await store.saveQuestions([]);
      expect(await store.questions('production')).toEqual([asked, later, { ...later, criterion: 'queue' }]);
      expect(await store.questions('test')).toEqual([]);
    });

    describe('silences', () => {
      it('come back in order of their beginning, those that are not over', async () => {
        const second = silenceSample({ id: 'a', from: rfc3339(at(60)), until: rfc3339(at(120)) });
        for (const silence of [second, silenceSample(), silenceSample({ id: 'other', environment: 'staging' })]) {
          await store.saveSilence(silence);
        }
        expect(await store.silences('production', at(0))).toEqual([silenceSample(), second]);
        expect(await store.silences('production', at(120))).toEqual([silenceSample()]);
        expect(await store.silences('production', at(600))).toEqual([]);
      });

      it('change when they are ended', async () => {
        await store.saveSilence(silenceSample());
        const ended = silenceSample({ until: rfc3339(at(30)), endedBy: 'lead' });
        await store.saveSilence(ended);
        expect(await store.silences('production', at(0))).toEqual([ended]);
        expect(await store.silences('production', at(30))).toEqual([]);
      });

      it('are forgotten by age', async () => {
        await store.saveSilence(silenceSample());
        await store.forgetObservations(at(600));
        expect(await store.silences('production', at(0))).toHaveLength(1);
        await store.forgetObservations(at(601));
        expect(await store.silences('production', at(0))).toEqual([]);
      });
    });

    it('remembers for a source, by environment, source and name', async () => {
      const place = { environment: 'production', source: 'sentry', name: 'cursor' };
      const value = { since: '2026-12-01T22:00:00Z', seen: [1, null, 'größer \0'] };
      expect(await store.memory(place)).toBeUndefined();
      await store.saveMemory(place, 'before');
      await store.saveMemory(place, value);
      await store.saveMemory({ ...place, environment: 'staging' }, 1);
      await store.saveMemory({ ...place, source: 'logs' }, 2);
      await store.saveMemory({ ...place, name: 'signatures' }, null);
      expect(await store.memory(place)).toEqual(value);
      expect(await store.memory({ ...place, environment: 'staging' })).toBe(1);
      expect(await store.memory({ ...place, source: 'logs' })).toBe(2);
      expect(await store.memory({ ...place, name: 'signatures' })).toBeNull();
      await store.saveMemory(place, undefined);
      expect(await store.memory(place)).toBeUndefined();
    });

    it('keeps its own copy of what it is given', async () => {
      const values = [0.1];
      await store.saveObservations('production', [
        { criterion: 'slow', at: at(0), seconds: 15, reading: { type: 'latency', values } },
      ]);
      values.push(9);
      const [found] = await store.observations({ environment: 'production', from: at(0), to: at(1) });
      expect(found?.reading).toEqual({ type: 'latency', values: [0.1] });
    });

    it('rejects everything once it is closed, and may be closed again', async () => {
      await store.ping();
      await store.close();
      await expect(store.ping()).rejects.toThrow();
      await expect(store.saveObservations('production', [gauge('pool', 0, 1)])).rejects.toThrow();
    });
  });
}
