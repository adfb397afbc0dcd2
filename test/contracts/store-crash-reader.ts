import { deepEqual, equal } from 'node:assert/strict';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { openStoreAt, reading, readingsPerBatch } from './store-crash-place.ts';
import { appendSample, at, eventSample } from './store-samples.ts';

// Opens the store at PLACE, checks all that is in it, and prints how many events and readings there are.
// Without "close" it leaves like a daemon that nobody closed.
const [place = '', leave] = process.argv.slice(2);
const store = await openStoreAt(place);

const events = await store.events('one');
deepEqual(
  events,
  events.map((_, index) => eventSample('one', index + 1)),
  'events are there in order, each whole',
);
equal(events.length % 2, 0, 'an append is there as a whole or not at all');
const deployment = events.length === 0 ? undefined : appendSample({ count: events.length }).deployment;
deepEqual(await store.deployment('one'), deployment, 'the state is the one of the last event');

const found = await store.observations({ environment: 'production', from: at(0), to: at(1e9) });
deepEqual(
  found,
  found.map((_, index) => reading(index)),
  'readings are there without gaps',
);
equal(found.length % readingsPerBatch, 0, 'a batch is there as a whole or not at all');

if (!place.startsWith('postgres:')) {
  const database = new DatabaseSync(join(place, 'daywatch.db'), { readOnly: true });
  const [answer] = Object.values(database.prepare('pragma integrity_check').get() ?? {});
  equal(answer, 'ok', 'integrity_check');
  database.close();
}

console.log(`${events.length} ${found.length}`);
if (leave === 'close') await store.close();
process.exit();
