import type { Reading } from '@daywatch/shared/vocabulary/observation.ts';
import type { ByteReader } from './byte-reader.ts';
import type { ByteWriter } from './byte-writer.ts';
import { packNumber, packNumbers, unpackNumber, unpackNumbers } from './pack-numbers.ts';

/** The first byte of a packed reading. They stand in people's databases: add, never renumber. */
const tag = {
  rate: 1,
  latency: 2,
  histogram: 3,
  count: 4,
  gauge: 5,
  ok: 6,
  notOk: 7,
  okBecause: 8,
  notOkBecause: 9,
  absent: 10,
  error: 11,
} as const;

export function packReading(writer: ByteWriter, reading: Reading): void {
  switch (reading.type) {
    case 'rate':
      writer.byte(tag.rate);
      packNumber(writer, reading.bad);
      packNumber(writer, reading.total);
      break;
    case 'latency':
      writer.byte(tag.latency);
      packNumbers(writer, reading.values);
      break;
    case 'histogram':
      writer.byte(tag.histogram);
      packNumbers(writer, reading.bounds);
      packNumbers(writer, reading.counts);
      break;
    case 'count':
      writer.byte(tag.count);
      packNumber(writer, reading.count);
      break;
    case 'gauge':
      writer.byte(tag.gauge);
      packNumber(writer, reading.value);
      break;
    case 'check':
      packCheck(writer, reading);
      break;
    case 'absent':
    case 'error':
      writer.byte(tag[reading.type]);
      writer.text(reading.because);
      break;
  }
}

function packCheck(writer: ByteWriter, { ok, because }: Extract<Reading, { type: 'check' }>): void {
  if (because === undefined) {
    writer.byte(ok ? tag.ok : tag.notOk);
  } else {
    writer.byte(ok ? tag.okBecause : tag.notOkBecause);
    writer.text(because);
  }
}

export function unpackReading(reader: ByteReader): Reading {
  const kind = reader.byte();
  switch (kind) {
    case tag.rate:
      return { type: 'rate', bad: unpackNumber(reader), total: unpackNumber(reader) };
    case tag.latency:
      return { type: 'latency', values: unpackNumbers(reader) };
    case tag.histogram:
      return { type: 'histogram', bounds: unpackNumbers(reader), counts: unpackNumbers(reader) };
    case tag.count:
      return { type: 'count', count: unpackNumber(reader) };
    case tag.gauge:
      return { type: 'gauge', value: unpackNumber(reader) };
    case tag.ok:
    case tag.notOk:
      return { type: 'check', ok: kind === tag.ok };
    case tag.okBecause:
    case tag.notOkBecause:
      return { type: 'check', ok: kind === tag.okBecause, because: reader.text() };
    case tag.absent:
      return { type: 'absent', because: reader.text() };
    case tag.error:
      return { type: 'error', because: reader.text() };
    default:
      throw new RangeError(`A stored reading begins with ${kind}, which no kind of reading has.`);
  }
}
