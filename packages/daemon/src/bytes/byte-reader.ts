const utf8 = new TextDecoder();

/** Reads what a `ByteWriter` wrote. Reading past the end throws a RangeError. */
export class ByteReader {
  readonly #bytes: Uint8Array;
  #position = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  get atEnd(): boolean {
    return this.#position >= this.#bytes.length;
  }

  byte(): number {
    const value = this.#bytes[this.#position++];
    if (value === undefined) throw new RangeError('The bytes end before what they should hold.');
    return value;
  }

  varint(): number {
    let value = 0;
    for (let factor = 1; ; factor *= 0x80) {
      const byte = this.byte();
      value += (byte & 0x7f) * factor;
      if (byte < 0x80) return value;
    }
  }

  float64(): number {
    const { buffer, byteOffset, byteLength } = this.#bytes;
    const value = new DataView(buffer, byteOffset, byteLength).getFloat64(this.#position, true);
    this.#position += 8;
    return value;
  }

  text(): string {
    const length = this.varint();
    const end = this.#position + length;
    if (end > this.#bytes.length) throw new RangeError(`A text of ${length} bytes ends past the end.`);
    const value = utf8.decode(this.#bytes.subarray(this.#position, end));
    this.#position = end;
    return value;
  }
}
