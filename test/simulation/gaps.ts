import type { Reading } from '@daywatch/shared/vocabulary/observation.ts';
import { hours, plus, seconds } from '@daywatch/shared/vocabulary/time.ts';
import { beginWatch } from '../../packages/daemon/src/engine/watch.ts';
import { count, criterion, setupOf } from './plan.ts';
import { randomFrom } from './random.ts';

/**
 * Days on which nothing changed and a counter could not always be read: how many end in NO-GO when the first count after a
 * gap is taken for that of one interval, and when it says how long it was counted (`over`).
 * Run: node test/simulation/gaps.ts [DAYS]
 */
const days = Number(process.argv[2] ?? 100);
const every = 15;
const hour = 3600 / every;
const failing: Readonly<Record<string, (tick: number) => boolean>> = {
  'ten looks fail each hour': (tick) => tick % hour >= 100 && tick % hour < 110,
  'twice ten looks fail each hour, a minute apart': (tick) => {
    const looks = tick % hour;
    return (looks >= 100 && looks < 110) || (looks >= 114 && looks < 124);
  },
  'for one hour one look of eleven succeeds': (tick) => tick >= 10 * hour && tick < 11 * hour && tick % 11 !== 0,
};
const setup = setupOf([criterion({ measure: 'count', name: 'events', tolerance: 0.25, every: seconds(every) })]);
const deployedAt = setup.startedAt;

for (const [place, [title, fails]] of Object.entries(failing).entries()) {
  for (const perHour of [2, 10, 60, 240]) {
    let [asOneInterval, asLongAsItWas] = [0, 0];
    for (let day = 0; day < days; day++) {
      const { interval, over } = endingsOf(fails, perHour, (place * 1000 + perHour) * 10_000 + day);
      if (interval === 'no-go') asOneInterval += 1;
      if (over === 'no-go') asLongAsItWas += 1;
    }
    const share = (found: number) => `${((100 * found) / days).toFixed(1)} %`.padStart(7);
    const told = `NO-GO ${share(asOneInterval)} as one interval, ${share(asLongAsItWas)} with over`;
    console.log(`${title.padEnd(48)} ${String(perHour).padStart(4)} events/h: ${told}`);
  }
}

function endingsOf(fails: (tick: number) => boolean, perHour: number, seed: number) {
  const random = randomFrom(seed);
  const told = (second: number, length: number, reading: Reading) => ({
    criterion: 'events',
    at: plus(deployedAt, seconds(second)),
    seconds: length,
    reading,
  });
  const before = Array.from({ length: 1440 }, (_, i) => told((i - 1440) * 60, 60, count(random.poisson(perHour / 60))));
  const [interval, over] = [beginWatch(setup, before), beginWatch(setup, before)];
  let [events, unread] = [0, 0];
  for (let tick = 0; tick < 24 * hour; tick++) {
    events += random.poisson(perHour / hour);
    unread += 1;
    if (fails(tick)) continue;
    interval.observe(told(tick * every, every, count(events)));
    over.observe(told(tick * every, every, { type: 'count', count: events, over: unread * every }));
    [events, unread] = [0, 0];
  }
  const end = plus(deployedAt, hours(24));
  return { interval: interval.assess(end).verdict, over: over.assess(end).verdict };
}
