import type { Reading } from '@daywatch/shared/vocabulary/observation.ts';
import type { ByteReader } from '../bytes/byte-reader.ts';
import type { ByteWriter } from '../bytes/byte-writer.ts';
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
  rateBecause: 12,
  countBecause: 13,
  gaugeBecause: 14,
  countOver: 15,
  countOverBecause: 16,
} as const;

export function packReading(writer: ByteWriter, reading: Reading): void {
  switch (reading.type) {
    case 'rate':
      writer.byte(reading.because === undefined ? tag.rate : tag.rateBecause);
      packNumber(writer, reading.bad);
      packNumber(writer, reading.total);
      packBecause(writer, reading);
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
      packCount(writer, reading);
      break;
    case 'gauge':
      writer.byte(reading.because === undefined ? tag.gauge : tag.gaugeBecause);
      packNumber(writer, reading.value);
      packBecause(writer, reading);
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

function packCount(writer: ByteWriter, { count, over, because }: Extract<Reading, { type: 'count' }>): void {
  if (over === undefined) writer.byte(because === undefined ? tag.count : tag.countBecause);
  else writer.byte(because === undefined ? tag.countOver : tag.countOverBecause);
  packNumber(writer, count);
  if (over !== undefined) packNumber(writer, over);
  if (because !== undefined) writer.text(because);
}

function packCheck(writer: ByteWriter, check: Extract<Reading, { type: 'check' }>): void {
  if (check.because === undefined) writer.byte(check.ok ? tag.ok : tag.notOk);
  else writer.byte(check.ok ? tag.okBecause : tag.notOkBecause);
  packBecause(writer, check);
}

function packBecause(writer: ByteWriter, { because }: { readonly because?: string }): void {
  if (because !== undefined) writer.text(because);
}

export function unpackReading(reader: ByteReader): Reading {
  const kind = reader.byte();
  switch (kind) {
    case tag.rate:
      return { type: 'rate', bad: unpackNumber(reader), total: unpackNumber(reader) };
    case tag.rateBecause:
      return { type: 'rate', bad: unpackNumber(reader), total: unpackNumber(reader), because: reader.text() };
    case tag.latency:
      return { type: 'latency', values: unpackNumbers(reader) };
    case tag.histogram:
      return { type: 'histogram', bounds: unpackNumbers(reader), counts: unpackNumbers(reader) };
    case tag.count:
      return { type: 'count', count: unpackNumber(reader) };
    case tag.countBecause:
      return { type: 'count', count: unpackNumber(reader), because: reader.text() };
    case tag.countOver:
      return { type: 'count', count: unpackNumber(reader), over: unpackNumber(reader) };
    case tag.countOverBecause:
      return { type: 'count', count: unpackNumber(reader), over: unpackNumber(reader), because: reader.text() };
    case tag.gauge:
      return { type: 'gauge', value: unpackNumber(reader) };
    case tag.gaugeBecause:
      return { type: 'gauge', value: unpackNumber(reader), because: reader.text() };
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
