import type { Observation } from '@daywatch/shared/vocabulary/observation.ts';
import { instant } from '@daywatch/shared/vocabulary/time.ts';
import { ByteReader } from './byte-reader.ts';
import { ByteWriter } from './byte-writer.ts';
import { packNumber, unpackNumber } from './pack-numbers.ts';
import { packReading, unpackReading } from './pack-reading.ts';

/** All observations of one criterion, in order of time, in whole milliseconds: each one's time is written as the distance to the one before. */
export function packObservations(observations: readonly Observation[]): Uint8Array {
  const writer = new ByteWriter();
  let before = 0;
  for (const { at, seconds, reading } of observations) {
    const whole = Math.round(at);
    writer.varint(whole - before);
    before = whole;
    packNumber(writer, seconds);
    packReading(writer, reading);
  }
  return writer.take();
}

export function unpackObservations(criterion: string, packed: Uint8Array): Observation[] {
  const reader = new ByteReader(packed);
  const observations: Observation[] = [];
  let at = 0;
  while (!reader.atEnd) {
    at += reader.varint();
    observations.push({
      criterion,
      at: instant(at),
      seconds: unpackNumber(reader),
      reading: unpackReading(reader),
    });
  }
  return observations;
}
