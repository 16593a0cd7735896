// Pictures of the card finder's own handful (tests/card/), drawn with more care than ours: enlarged, or a part of one.

import { readFileSync } from "node:fs";

import { pngOf } from "./png.mjs";
import { ROOT } from "./root.mjs";

const FOLDER = `${ROOT}tests/card/handful/`;
const SCALE = 12;

/** The picture at `index` without the `left` share of it, as a PNG. */
export function handful(index, { left = 0 } = {}) {
  const { pictures } = JSON.parse(readFileSync(`${FOLDER}expected.json`, "utf8"));
  const sizeOf = ({ box: [, , width, height] }) => 3 * width * height;
  const start = pictures.slice(0, index).reduce((sum, picture) => sum + sizeOf(picture), 0);
  const own = readFileSync(`${FOLDER}pictures.u8`).subarray(start);
  const [, , ownWidth, ownHeight] = pictures[index].box;
  const from = Math.round(ownWidth * left);
  const [width, height] = [(ownWidth - from) * SCALE, ownHeight * SCALE];
  const rgb = new Uint8Array(3 * width * height);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const pixel = 3 * (Math.floor(y / SCALE) * ownWidth + from + Math.floor(x / SCALE));
      rgb.set(own.subarray(pixel, pixel + 3), 3 * (y * width + x));
    }
  }
  return pngOf(width, height, rgb);
}
