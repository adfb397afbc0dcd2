const utf8 = new TextDecoder();

/** Reads what a `ByteWriter` wrote. Reading past the end throws a RangeError. */
export class ByteReader {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  #position = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get atEnd(): boolean {
    return this.#position >= this.#bytes.length;
  }

  byte(): number {
    return this.#view.getUint8(this.#position++);
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
    const value = this.#view.getFloat64(this.#position, true);
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
