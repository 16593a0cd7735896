// PNGs (W3C PNG, third edition), sound and spoilt.

import { deflateSync } from "node:zlib";

import { join, randomBytes } from "./random.mjs";

/** A grey picture with a few random pixels, so that each seed is another file. */
export function png({ width = 1000, height = 640, seed = 1 } = {}) {
  const rows = new Uint8Array((width + 1) * height);
  rows.set(randomBytes(seed, Math.min(width, 64)), 1);
  return join(SIGNATURE, header(width, height), chunk("IDAT", deflateSync(rows)), chunk("IEND"));
}

/** A picture of these colours, three bytes a pixel. */
export function pngOf(width, height, rgb) {
  const rows = new Uint8Array((3 * width + 1) * height);
  for (let y = 0; y < height; y += 1) {
    rows.set(rgb.subarray(3 * width * y, 3 * width * (y + 1)), (3 * width + 1) * y + 1);
  }
  const RGB = 2;
  return join(
    SIGNATURE,
    header(width, height, RGB),
    chunk("IDAT", deflateSync(rows, { level: 1 })),
    chunk("IEND"),
  );
}

/** A header that promises far more pixels than its few bytes hold: a decompression bomb. */
export function bombPng() {
  return join(
    SIGNATURE,
    header(30_000, 30_000),
    chunk("IDAT", deflateSync(new Uint8Array(100))),
    chunk("IEND"),
  );
}

/** A picture without pixels, which its own standard forbids. */
export function corruptPng() {
  return join(SIGNATURE, header(0, 640), chunk("IDAT", deflateSync(new Uint8Array(1))), chunk("IEND"));
}

function header(width, height, colour = 0) {
  const content = new DataView(new ArrayBuffer(13));
  content.setUint32(0, width);
  content.setUint32(4, height);
  content.setUint8(8, 8);
  content.setUint8(9, colour);
  return chunk("IHDR", new Uint8Array(content.buffer));
}

function chunk(type, content = []) {
  const named = join(type, content);
  const numbers = new DataView(new ArrayBuffer(8));
  numbers.setUint32(0, named.length - 4);
  numbers.setUint32(4, crc32(named));
  return join(new Uint8Array(numbers.buffer, 0, 4), named, new Uint8Array(numbers.buffer, 4, 4));
}

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

/** CRC-32 of PNG, annex D; Node has it from 22 on. */
function crc32(bytes) {
  let crc = ~0;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return ~crc >>> 0;
}
