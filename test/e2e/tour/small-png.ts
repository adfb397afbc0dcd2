import { crc32, deflateSync, inflateSync } from 'node:zlib';
import { palette } from './palette.ts';

const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const colours = 64;

interface Picture {
  readonly width: number;
  readonly height: number;
  /** Three bytes a pixel. */
  readonly rgb: Buffer;
}

/** A picture of a screen in a quarter of its bytes: 64 colours, one byte a pixel. */
export function smallPng(png: Buffer): Buffer {
  const { width, height, rgb } = decode(png);
  const { table, indexOf } = palette(rgb, colours);
  const lines = Buffer.alloc(height * (width + 1));
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) lines[y * (width + 1) + 1 + x] = indexOf(rgb.readUIntBE((y * width + x) * 3, 3));
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  // Eight bits, a palette.
  header.set([8, 3], 8);
  const chunks = [chunk('IHDR', header), chunk('PLTE', table), chunk('IDAT', deflateSync(lines, { level: 9 }))];
  return Buffer.concat([signature, ...chunks, chunk('IEND', Buffer.alloc(0))]);
}

function chunk(type: string, data: Buffer): Buffer {
  const whole = Buffer.alloc(data.length + 12);
  whole.writeUInt32BE(data.length, 0);
  whole.write(type, 4, 'latin1');
  data.copy(whole, 8);
  whole.writeUInt32BE(crc32(whole.subarray(4, data.length + 8)), data.length + 8);
  return whole;
}

/** What a browser writes: eight bits a channel, with or without transparency, not interlaced. */
function decode(png: Buffer): Picture {
  const parts: Buffer[] = [];
  for (let at = signature.length; at < png.length; at += png.readUInt32BE(at) + 12) {
    if (png.toString('latin1', at + 4, at + 8) === 'IDAT')
      parts.push(png.subarray(at + 8, at + 8 + png.readUInt32BE(at)));
  }
  const [width, height, depth, type] = [png.readUInt32BE(16), png.readUInt32BE(20), png[24], png[25]];
  if (depth !== 8 || (type !== 2 && type !== 6))
    throw new Error(`a PNG of depth ${depth}, type ${type} is not one of a browser`);
  const channels = type === 2 ? 3 : 4;
  const raw = unfiltered(inflateSync(Buffer.concat(parts)), { width, height, channels });
  if (channels === 3) return { width, height, rgb: raw };
  const rgb = Buffer.alloc(width * height * 3);
  for (let pixel = 0; pixel < width * height; pixel += 1) raw.copy(rgb, pixel * 3, pixel * 4, pixel * 4 + 3);
  return { width, height, rgb };
}

function unfiltered(lines: Buffer, size: { width: number; height: number; channels: number }): Buffer {
  const { width, height, channels } = size;
  const row = width * channels;
  const plain = Buffer.alloc(height * row);
  for (let y = 0; y < height; y += 1) {
    const filter = lines[y * (row + 1)];
    for (let x = 0; x < row; x += 1) {
      const left = x < channels ? 0 : (plain[y * row + x - channels] ?? 0);
      const up = y === 0 ? 0 : (plain[(y - 1) * row + x] ?? 0);
      const corner = x < channels || y === 0 ? 0 : (plain[(y - 1) * row + x - channels] ?? 0);
      plain[y * row + x] = (lines[y * (row + 1) + 1 + x] ?? 0) + predicted(filter, left, up, corner);
    }
  }
  return plain;
}

function predicted(filter: number | undefined, left: number, up: number, corner: number): number {
  switch (filter) {
    case 1:
      return left;
    case 2:
      return up;
    case 3:
      return (left + up) >> 1;
    case 4: {
      const guess = left + up - corner;
      const [toLeft, toUp, toCorner] = [Math.abs(guess - left), Math.abs(guess - up), Math.abs(guess - corner)];
      if (toLeft <= toUp && toLeft <= toCorner) return left;
      return toUp <= toCorner ? up : corner;
    }
    default:
      return 0;
  }
}
