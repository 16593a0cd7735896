// Grey JPEGs, written by hand: every block is one bit for "no difference" and one for "no detail". Runs in browsers too.

import { join, randomBytes } from "./random.mjs";

/**
 * A baseline JPEG (ITU-T T.81) that browsers draw. The seed goes into a comment, so that each seed is another file.
 * @param {{ width?: number, height?: number, seed?: number, orientation?: number, bytes?: number }} options
 *   `bytes` is the size of the whole file.
 */
export function jpeg({ width = 1000, height = 640, seed = 1, orientation, bytes } = {}) {
  const sound = join(
    [0xff, 0xd8],
    segment(0xe0, "JFIF\0", [1, 1, 0, 0, 1, 0, 1, 0, 0]),
    orientation ? segment(0xe1, exif(orientation)) : [],
    segment(0xfe, `seed ${seed} `, randomBytes(seed, 16)),
    segment(0xdb, [0], new Uint8Array(64).fill(1)),
    segment(0xc0, [8, ...pair(height), ...pair(width), 1, 1, 0x11, 0]),
    segment(0xc4, [0x00, 1, ...new Array(15).fill(0), 0], [0x10, 1, ...new Array(15).fill(0), 0]),
    segment(0xda, [1, 1, 0x00, 0, 63, 0]),
    new Uint8Array(Math.ceil((Math.ceil(width / 8) * Math.ceil(height / 8)) / 4)),
  );
  // Any number of fill bytes may stand before a marker (B.1.1.2).
  const fill = new Uint8Array(bytes ? bytes - sound.length - 2 : 0).fill(0xff);
  return join(sound, fill, [0xff, 0xd9]);
}

function segment(marker, ...parts) {
  const content = join(...parts);
  return join([0xff, marker], pair(content.length + 2), content);
}

/** An EXIF block with an orientation and nothing else. */
function exif(orientation) {
  const entry = [0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0];
  return join("Exif\0\0", "MM\0*", [0, 0, 0, 8], [0, 1], entry, [0, 0, 0, 0]);
}

function pair(number) {
  return [number >> 8, number & 0xff];
}
