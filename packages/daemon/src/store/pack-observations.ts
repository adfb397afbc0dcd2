import type { Observation } from '@daywatch/shared/vocabulary/observation.ts';
import { instant } from '@daywatch/shared/vocabulary/time.ts';
import { ByteReader } from '../bytes/byte-reader.ts';
import { ByteWriter } from '../bytes/byte-writer.ts';
import { letOthersRun } from './let-others-run.ts';
import { packNumber, unpackNumber } from './pack-numbers.ts';
import { packReading, unpackReading } from './pack-reading.ts';

/** So many are packed or unpacked before others have their turn: a few milliseconds, with 240 values in each. */
const atOnce = 100;

/** All observations of one criterion, in order of time, in whole milliseconds: each one's time is written as the distance to the one before. */
export function packObservations(observations: readonly Observation[]): Uint8Array {
  const pack = packer();
  observations.forEach(pack.add);
  return pack.take();
}

/** The same for very many. */
export async function packInTurns(observations: readonly Observation[]): Promise<Uint8Array> {
  const pack = packer();
  for (let start = 0; start < observations.length; start += atOnce) {
    observations.slice(start, start + atOnce).forEach(pack.add);
    await letOthersRun();
  }
  return pack.take();
}

function packer() {
  const writer = new ByteWriter();
  let before = 0;
  return {
    add({ at, seconds, reading }: Observation): void {
      const whole = Math.round(at);
      writer.varint(whole - before);
      before = whole;
      packNumber(writer, seconds);
      packReading(writer, reading);
    },
    take: () => writer.take(),
  };
}

export const unpackObservations = (criterion: string, packed: Uint8Array): Observation[] => [
  ...unpacker(criterion, packed),
];

/** The same for very many. */
export async function unpackInTurns(criterion: string, packed: Uint8Array): Promise<Observation[]> {
  const observations: Observation[] = [];
  for (const observation of unpacker(criterion, packed)) {
    observations.push(observation);
    if (observations.length % atOnce === 0) await letOthersRun();
  }
  return observations;
}

function* unpacker(criterion: string, packed: Uint8Array): Generator<Observation> {
  const reader = new ByteReader(packed);
  let at = 0;
  while (!reader.atEnd) {
    at += reader.varint();
    yield { criterion, at: instant(at), seconds: unpackNumber(reader), reading: unpackReading(reader) };
  }
}
