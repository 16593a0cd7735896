// A JPEG encoder (ITU-T T.81) of the kinds that the corpus needs: any sampling, restarts, progressive with successive
// approximation. Its Huffman tables give every symbol a code of the same length, so that none has to be optimised.

import { join } from "../e2e/support/random.mjs";

/**
 * @typedef {object} Component
 * @property {number} [h] how often it is sampled across, of `most` times
 * @property {number} [v] the same, down
 * @property {(x: number, y: number) => number} at its level (0 to 255) at a pixel of the picture
 *
 * @typedef {object} Picture
 * @property {number} width
 * @property {number} height
 * @property {Component[]} components
 * @property {boolean} [progressive]
 * @property {number} [restart] units between two restart markers
 * @property {Uint8Array[]} [before] segments in front of the tables
 */

/** @param {Picture} picture */
export function encodeJpeg({ width, height, components, progressive = false, restart = 0, before = [] }) {
  const across = Math.max(...components.map(({ h = 1 }) => h));
  const down = Math.max(...components.map(({ v = 1 }) => v));
  const [columns, rows] = [Math.ceil(width / (8 * across)), Math.ceil(height / (8 * down))];
  const planes = components.map(({ h = 1, v = 1, at }, index) => {
    const step = { x: across / h, y: down / v };
    return {
      id: index + 1,
      h,
      v,
      // In a scan of its own a component has no more blocks than its pixels need (A.2.2).
      own: [Math.ceil(Math.ceil(width / step.x) / 8), Math.ceil(Math.ceil(height / step.y) / 8)],
      stride: columns * h,
      blocks: Array.from({ length: columns * h * rows * v }, (_, block) =>
        coefficients(
          averaged(at, step, width, height),
          8 * (block % (columns * h)),
          8 * Math.floor(block / (columns * h)),
        ),
      ),
    };
  });
  const frame = { planes, columns, rows, restart };
  return join(
    [0xff, 0xd8],
    ...before,
    segment(
      0xdb,
      [0],
      ZIGZAG.map((_, index) => quantum(index)),
    ),
    segment(
      progressive ? 0xc2 : 0xc0,
      [8],
      pair(height),
      pair(width),
      [planes.length],
      planes.flatMap(({ id, h, v }) => [id, (h << 4) | v, 0]),
    ),
    segment(0xc4, table(0x00, 4, DC_SYMBOLS), table(0x10, 8, AC_SYMBOLS)),
    restart > 0 ? segment(0xdd, pair(restart)) : [],
    ...(progressive ? progressiveScans(frame) : [scan(frame, planes, 0, 63, 0, 0)]),
    [0xff, 0xd9],
  );
}

/** A marker and its segment. */
export function segment(marker, ...parts) {
  const content = join(...parts);
  return join([0xff, marker], pair(content.length + 2), content);
}

/** Every kind of scan: first and refining ones, of DC and of AC, from two bits less to all. */
function progressiveScans(frame) {
  const each = (...band) => frame.planes.map((plane) => scan(frame, [plane], ...band));
  return [
    scan(frame, frame.planes, 0, 0, 0, 1),
    ...each(1, 5, 0, 2),
    ...each(6, 63, 0, 2),
    ...each(1, 63, 2, 1),
    scan(frame, frame.planes, 0, 0, 1, 0),
    ...each(1, 63, 1, 0),
  ];
}

function scan({ columns, rows, restart }, planes, start, end, high, low) {
  const bits = new Bits();
  const before = new Map(planes.map((plane) => [plane, 0]));
  const isAlone = planes.length === 1;
  const [across, down] = isAlone ? planes[0].own : [columns, rows];
  for (let unit = 0; unit < across * down; unit += 1) {
    if (restart > 0 && unit > 0 && unit % restart === 0) {
      bits.restart(unit / restart - 1);
      for (const plane of planes) before.set(plane, 0);
    }
    const [x, y] = [unit % across, Math.floor(unit / across)];
    for (const plane of planes) {
      const [h, v] = isAlone ? [1, 1] : [plane.h, plane.v];
      for (let block = 0; block < h * v; block += 1) {
        const at = (y * v + Math.floor(block / h)) * plane.stride + x * h + (block % h);
        const block64 = plane.blocks[at];
        if (start === 0 && high === 0) before.set(plane, bits.dc(block64[0] >> low, before.get(plane)));
        else if (start === 0) bits.put((block64[0] >> low) & 1, 1);
        const from = Math.max(start, 1);
        if (end > 0 && high === 0) bits.ac(block64, from, end, low);
        else if (end > 0) bits.refinedAc(block64, from, end, low);
      }
    }
  }
  const components = planes.flatMap(({ id }) => [id, 0x00]);
  return join(segment(0xda, [planes.length], components, [start, end, (high << 4) | low]), bits.finish());
}

/** Entropy-coded data (annexes F.1 and G.1), with codes as `table` gives them. */
class Bits {
  #bytes = [];
  #held = 0;
  #count = 0;

  put(value, length) {
    for (let bit = length - 1; bit >= 0; bit -= 1) {
      this.#held = (this.#held << 1) | ((value >> bit) & 1);
      this.#count += 1;
      if (this.#count < 8) continue;
      this.#bytes.push(this.#held, ...(this.#held === 0xff ? [0] : []));
      [this.#held, this.#count] = [0, 0];
    }
  }

  /** The difference to the one before; gives back the level itself. */
  dc(level, previous) {
    const difference = level - previous;
    const size = sizeOf(difference);
    this.put(DC_SYMBOLS.indexOf(size), 4);
    this.put(difference < 0 ? difference - 1 : difference, size);
    return level;
  }

  ac(block, from, to, low) {
    let zeros = 0;
    for (let index = from; index <= to; index += 1) {
      const level = Math.trunc(block[index] / 2 ** low);
      if (level === 0) {
        zeros += 1;
        continue;
      }
      for (; zeros > 15; zeros -= 16) this.#symbol(0xf0);
      const size = sizeOf(level);
      this.#symbol((zeros << 4) | size);
      this.put(level < 0 ? level - 1 : level, size);
      zeros = 0;
    }
    if (zeros > 0) this.#symbol(0x00);
  }

  /** The next bit of levels that are not zero any more, and those that become 1 or -1 by it (G.1.2.3). */
  refinedAc(block, from, to, low) {
    const size = (index) => Math.abs(block[index]) >> low;
    let last = to;
    while (last >= from && size(last) !== 1) last -= 1;
    let zeros = 0;
    let corrections = [];
    const correct = () => {
      for (const bit of corrections) this.put(bit, 1);
      corrections = [];
    };
    for (let index = from; index <= to; index += 1) {
      if (size(index) === 0) {
        zeros += 1;
        continue;
      }
      for (; zeros > 15 && index <= last; zeros -= 16) {
        this.#symbol(0xf0);
        correct();
      }
      if (size(index) > 1) {
        corrections.push(size(index) & 1);
        continue;
      }
      this.#symbol((zeros << 4) | 1);
      this.put(block[index] > 0 ? 1 : 0, 1);
      correct();
      zeros = 0;
    }
    if (zeros === 0 && corrections.length === 0) return;
    this.#symbol(0x00);
    correct();
  }

  restart(index) {
    this.#pad();
    this.#bytes.push(0xff, 0xd0 | (index & 7));
  }

  finish() {
    this.#pad();
    return Uint8Array.from(this.#bytes);
  }

  #symbol(symbol) {
    this.put(AC_SYMBOLS.indexOf(symbol), 8);
  }

  #pad() {
    while (this.#count > 0) this.put(1, 1);
  }
}

function sizeOf(level) {
  return 32 - Math.clz32(Math.abs(level));
}

/** A Huffman table whose symbols all have codes of `length` bits, counted from 0 (annex C). */
function table(kind, length, symbols) {
  const counts = new Uint8Array(16);
  counts[length - 1] = symbols.length;
  return join([kind], counts, symbols);
}

/** The mean of the pixels that a sample stands for; beyond the border the last row and column go on. */
function averaged(at, step, width, height) {
  return (x, y) => {
    let sum = 0;
    for (let dy = 0; dy < step.y; dy += 1) {
      for (let dx = 0; dx < step.x; dx += 1) {
        sum += at(Math.min(width - 1, x * step.x + dx), Math.min(height - 1, y * step.y + dy));
      }
    }
    return sum / (step.x * step.y);
  };
}

/** The quantised coefficients of a block in the order of a zigzag (A.3.3, A.3.4). */
function coefficients(at, left, top) {
  const levels = Array.from({ length: 64 }, (_, index) => at(left + (index % 8), top + (index >> 3)) - 128);
  const once = transposed(levels.map((_, index) => along(levels, index)));
  const twice = transposed(once.map((_, index) => along(once, index)));
  return Int16Array.from(ZIGZAG, (place, index) => Math.round(twice[place] / quantum(index)));
}

/** One coefficient of the cosine transform of the row that it is in. */
function along(block, index) {
  const [row, frequency] = [index & ~7, index & 7];
  let sum = 0;
  for (let x = 0; x < 8; x += 1) sum += block[row + x] * Math.cos(((2 * x + 1) * frequency * Math.PI) / 16);
  return (sum / 2) * (frequency === 0 ? Math.SQRT1_2 : 1);
}

function transposed(block) {
  return block.map((_, index) => block[(index & 7) * 8 + (index >> 3)]);
}

/** The higher the frequency the coarser. */
function quantum(index) {
  return 4 + (index >> 1);
}

function pair(number) {
  return [number >> 8, number & 0xff];
}

/** Figure A.6: from the place in the zigzag to the one in the block. */
const ZIGZAG = Array.from({ length: 64 }, (_, index) => index).sort((a, b) => {
  const [first, second] = [(a & 7) + (a >> 3), (b & 7) + (b >> 3)];
  // Odd diagonals go down and to the left, even ones up.
  return first - second || (first % 2 === 1 ? a - b : b - a);
});

const DC_SYMBOLS = Array.from({ length: 12 }, (_, size) => size);
const AC_SYMBOLS = [
  0x00,
  0xf0,
  ...Array.from({ length: 160 }, (_, index) => (Math.floor(index / 10) << 4) | ((index % 10) + 1)),
];
