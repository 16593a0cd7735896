// Drawn photos of a card on a table, good ones and ones that a vendor would turn away.

import { pngOf } from "./png.mjs";
import { randomBytes } from "./random.mjs";

export const [WIDTH, HEIGHT] = [1200, 840];
/** Where the card is in it. */
export const CARD = { left: 120, top: 120, right: 1080, bottom: 725 };

/**
 * @param {object} [faults]
 * @param {number} [faults.blur] pixels that are averaged to each side
 * @param {number} [faults.light] how bright it is, 1 as usual
 * @param {boolean} [faults.grey] a black-and-white copy
 * @param {boolean} [faults.flash] a burnt-out spot
 * @param {number} [seed] other writing
 */
export function card({ blur = 0, light = 1, grey = false, flash = false } = {}, seed = 1) {
  let pixels = drawn(seed);
  for (let pass = 0; blur > 0 && pass < 2; pass += 1)
    pixels = averaged(averaged(pixels, blur, 1), blur, WIDTH);
  const rgb = new Uint8Array(3 * WIDTH * HEIGHT);
  for (let index = 0; index < WIDTH * HEIGHT; index += 1) {
    const [x, y] = [index % WIDTH, Math.floor(index / WIDTH)];
    const own = [0, 1, 2].map((channel) => pixels[3 * index + channel]);
    const luma = 0.299 * own[0] + 0.587 * own[1] + 0.114 * own[2];
    const distance = Math.hypot(x - 500, y - 150);
    const glare = flash ? 8 * Math.exp(-((distance / 60) ** 2)) : 0;
    for (let channel = 0; channel < 3; channel += 1) {
      const colour = (grey ? luma : own[channel]) * light;
      rgb[3 * index + channel] = Math.min(255, colour + 255 * glare);
    }
  }
  return pngOf(WIDTH, HEIGHT, rgb);
}

/** A light blue card with a red photo and lines of dark strokes, on a brown table. */
function drawn(seed) {
  const noise = randomBytes(seed, 4096);
  const pixels = new Float32Array(3 * WIDTH * HEIGHT);
  const fill = (left, top, right, bottom, colour) => {
    for (let y = top; y < bottom; y += 1)
      for (let x = left; x < right; x += 1) pixels.set(colour, 3 * (y * WIDTH + x));
  };
  fill(0, 0, WIDTH, HEIGHT, [120, 88, 60]);
  fill(CARD.left, CARD.top, CARD.right, CARD.bottom, [150, 182, 206]);
  fill(820, 270, 1030, 560, [178, 40, 44]);
  for (let line = 0; line < 12; line += 1) {
    for (let stroke = 0; stroke < 60; stroke += 1) {
      const byte = noise[(line * 60 + stroke) % noise.length];
      const left = 160 + stroke * 10;
      const top = 190 + line * 40;
      if (byte > 60) fill(left, top + (byte % 6), left + 3 + (byte % 4), top + 22, [30, 32, 40]);
      if (byte % 3 === 0) fill(left, top + 8, left + 9, top + 11, [30, 32, 40]);
    }
  }
  return pixels;
}

/** Averages over neighbours `step` pixels apart: 1 along the rows, the width down the columns. */
function averaged(pixels, radius, step) {
  const result = new Float32Array(pixels.length);
  const count = WIDTH * HEIGHT;
  for (let index = 0; index < count; index += 1) {
    for (let channel = 0; channel < 3; channel += 1) {
      let sum = 0;
      for (let offset = -radius; offset <= radius; offset += 1) {
        const at = Math.min(count - 1, Math.max(0, index + offset * step));
        sum += pixels[3 * at + channel];
      }
      result[3 * index + channel] = sum / (2 * radius + 1);
    }
  }
  return result;
}
