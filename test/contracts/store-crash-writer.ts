import { equal } from 'node:assert/strict';
import { writeSync } from 'node:fs';
import { openStoreAt, reading, readingsPerBatch } from './store-crash-place.ts';
import { appendSample } from './store-samples.ts';

// Writes to the store at PLACE until it is killed, from event SEQUENCE and reading READINGS on, and says what was
// acknowledged, synchronously: what is printed was stored before.
const [place = '', sequence, readings] = process.argv.slice(2);
const store = await openStoreAt(place);
writeSync(1, 'open\n');
let expected = Number(sequence);
let saved = Number(readings);
for (let turn = 1; ; turn++) {
  if (turn % 8 === 0) {
    const batch = Array.from({ length: readingsPerBatch }, (_, index) => reading(saved + index));
    await store.saveObservations('production', batch);
    saved += readingsPerBatch;
  } else {
    equal(await store.append(appendSample({ expected, count: 2 })), 'appended');
    expected += 2;
  }
  writeSync(1, `${expected} ${saved}\n`);
}
