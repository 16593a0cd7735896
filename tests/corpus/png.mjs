// A PNG encoder (W3C PNG, third edition) of every colour type and depth, interlaced or not, each filter in its turn.

import { crc32, deflateSync } from "node:zlib";

import { join } from "../e2e/support/random.mjs";

/** Colour types (table 9) and their channels. */
export const COLOURS = { grey: 0, rgb: 2, palette: 3, greyAlpha: 4, rgba: 6 };
const CHANNELS = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };

/**
 * @typedef {object} Picture
 * @property {number} width
 * @property {number} height
 * @property {number} [colour] one of `COLOURS`
 * @property {number} [depth] bits a sample
 * @property {boolean} [interlaced]
 * @property {(x: number, y: number, channel: number) => number} at a sample, as large as the depth allows
 * @property {Uint8Array[]} [before] chunks behind IHDR
 * @property {Uint8Array[]} [after] chunks behind the pixels
 */

/** @param {Picture} picture */
export function encodePng(picture) {
  const { width, height, colour = COLOURS.rgb, depth = 8, interlaced = false } = picture;
  const passes = interlaced ? ADAM7 : [[0, 0, 1, 1]];
  const rows = passes.flatMap((pass) => passRows(picture, colour, depth, pass));
  return join(
    SIGNATURE,
    header({ width, height, colour, depth, interlaced }),
    ...(picture.before ?? []),
    chunk("IDAT", deflateSync(join(...rows), { level: 9 })),
    ...(picture.after ?? []),
    chunk("IEND"),
  );
}

/** IHDR, whatever it says. */
export function header({ width, height, colour = COLOURS.rgb, depth = 8, interlaced = false }) {
  return chunk("IHDR", [...long(width), ...long(height), depth, colour, 0, 0, Number(interlaced)]);
}

export function chunk(name, content = []) {
  const named = join(name, content);
  return join(long(named.length - 4), named, long(crc32(named)));
}

/** The filtered rows of a pass (8.2, 9): its first pixel, and the steps to the next across and down. */
function passRows({ width, height, at }, colour, depth, [left, top, stepX, stepY]) {
  const channels = CHANNELS[colour];
  const stride = Math.max(1, (channels * depth) >> 3);
  const columns = Math.ceil((width - left) / stepX);
  const rows = [];
  let above = new Uint8Array(Math.ceil((columns * channels * depth) / 8));
  for (let y = top; y < height && columns > 0; y += stepY) {
    const row = new Uint8Array(above.length);
    for (let sample = 0; sample < columns * channels; sample += 1) {
      const value = at(left + Math.floor(sample / channels) * stepX, y, sample % channels);
      if (depth === 16) row.set([value >> 8, value & 0xff], 2 * sample);
      else row[(sample * depth) >> 3] |= value << (8 - depth - ((sample * depth) & 7));
    }
    rows.push(filtered(rows.length % 5, row, above, stride));
    above = row;
  }
  return rows;
}

/** The row less what its filter expects (9.2), behind the filter's number. */
function filtered(filter, row, above, stride) {
  const expected = (index) => {
    const [a, b, c] = [row[index - stride] ?? 0, above[index], above[index - stride] ?? 0];
    return [0, a, b, (a + b) >> 1, paeth(a, b, c)][filter];
  };
  return join(
    [filter],
    row.map((byte, index) => byte - expected(index)),
  );
}

function paeth(a, b, c) {
  const distances = [b - c, a - c, a + b - 2 * c].map(Math.abs);
  return [a, b, c][distances.indexOf(Math.min(...distances))];
}

export function long(number) {
  return [number >>> 24, (number >>> 16) & 0xff, (number >>> 8) & 0xff, number & 0xff];
}

export const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

const ADAM7 = [
  [0, 0, 8, 8],
  [4, 0, 8, 8],
  [0, 4, 4, 8],
  [2, 0, 4, 4],
  [0, 2, 2, 4],
  [1, 0, 2, 2],
  [0, 1, 1, 2],
];
