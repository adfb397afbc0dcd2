import { ExpositionError } from '../exposition.ts';

const varint = 0;
const eightBytes = 1;
const delimited = 2;
const fourBytes = 5;

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** Reads the fields of one protobuf message, strictly: what does not fit its type, or its bytes, is a fault with its place. */
export class WireReader {
  /** Of the field that `next` has come to. */
  field = 0;
  private wire = varint;
  private low = 0;
  private high = 0;
  private at: number;
  private readonly end: number;
  private readonly bytes: Buffer;

  constructor(bytes: Buffer, at = 0, end = bytes.length) {
    this.bytes = bytes;
    this.at = at;
    this.end = end;
  }

  /** Goes on to the next field; false at the end. */
  next(): boolean {
    if (this.at === this.end) return false;
    this.readVarint();
    this.wire = this.low % 8;
    this.field = Math.floor(this.unsigned / 8);
    if (this.field === 0) throw this.fault('a field has the number 0');
    return true;
  }

  skip(): void {
    if (this.wire === varint) this.readVarint();
    else if (this.wire === eightBytes) this.take(8);
    else if (this.wire === fourBytes) this.take(4);
    else if (this.wire === delimited) this.span();
    else throw this.fault(`${this.wire} is no type of a field`);
  }

  uint(): number {
    this.expect(varint);
    this.readVarint();
    return this.unsigned;
  }

  /** int32 and int64. */
  int(): number {
    this.expect(varint);
    this.readVarint();
    return this.signed;
  }

  /** sint32 and sint64. */
  sint(): number {
    this.expect(varint);
    this.readVarint();
    return this.zigzag;
  }

  double(): number {
    this.expect(eightBytes);
    return this.bytes.readDoubleLE(this.take(8));
  }

  /** A repeated field: one number, or all of them packed. */
  sints(into: number[]): void {
    this.repeated(varint, (reader) => into.push(reader.sint()));
  }

  doubles(into: number[]): void {
    this.repeated(eightBytes, (reader) => into.push(reader.double()));
  }

  text(): string {
    const { at, end } = this.message();
    try {
      return utf8.decode(this.bytes.subarray(at, end));
    } catch {
      throw this.fault('a text is not UTF-8');
    }
  }

  message(): WireReader {
    this.expect(delimited);
    return this.span();
  }

  /** The next of the messages that stand one after the other, each behind its length; undefined at the end. */
  delimited(): WireReader | undefined {
    return this.at === this.end ? undefined : this.span();
  }

  fault(words: string): ExpositionError {
    return new ExpositionError(this.at, words, 'byte');
  }

  private repeated(wire: number, read: (reader: WireReader) => void): void {
    if (this.wire !== delimited) {
      read(this);
      return;
    }
    const packed = this.span();
    packed.wire = wire;
    while (packed.at < packed.end) read(packed);
  }

  private span(): WireReader {
    this.readVarint();
    const start = this.take(this.unsigned);
    return new WireReader(this.bytes, start, this.at);
  }

  private expect(wire: number): void {
    if (this.wire !== wire) throw this.fault(`field ${this.field} has the type ${this.wire}, not ${wire}`);
  }

  /** Where the bytes taken begin. */
  private take(length: number): number {
    const start = this.at;
    if (length > this.end - start) throw this.fault(`${length} bytes are announced, ${this.end - start} are there`);
    this.at += length;
    return start;
  }

  /** Into two halves of 32 bits: a number holds 53 only. */
  private readVarint(): void {
    let low = 0;
    let high = 0;
    for (let i = 0; i < 10; i++) {
      const byte = this.bytes.readUInt8(this.take(1));
      const bits = byte & 127;
      if (i < 5) low |= bits << (7 * i);
      if (i === 4) high = bits >> 4;
      else if (i > 4) high |= bits << (7 * i - 32);
      if (byte < 128) {
        this.low = low >>> 0;
        this.high = high >>> 0;
        return;
      }
    }
    throw this.fault('a number is longer than 10 bytes');
  }

  private get unsigned(): number {
    return this.high * 2 ** 32 + this.low;
  }

  private get signed(): number {
    return (this.high | 0) * 2 ** 32 + this.low;
  }

  private get zigzag(): number {
    const half = this.high * 2 ** 31 + Math.floor(this.low / 2);
    return this.low % 2 === 0 ? half : -half - 1;
  }
}
