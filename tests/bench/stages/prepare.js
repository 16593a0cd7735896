// Prepare: a photo under a number of bytes. The others are given the quality that does it: it was looked for before.

import decode, { init as initDecoder } from "@jsquash/jpeg/decode.js";
import encode, { init as initEncoder } from "@jsquash/jpeg/encode.js";
import resize, { initResize } from "@jsquash/resize";
import compress from "browser-image-compression";
import Compressor from "compressorjs";

import { jpeg, onCanvas } from "../../../www/bench/canvas.js";
import { likeness } from "../page/likeness.js";
import { KTP, periksa } from "../page/periksa.js";

export const title = "Prepare";
export const about = "a photo of 12 MP under 1 MB, long side 2560";
export const floor = "canvas, quality known";
export const inputs = ["12mp.jpg", "12mp-turned.jpg", "12mp-progressive.jpg"];
export const options = { rounds: 7, warmUps: 1 };

const MOST = 1_000_000;
const SIDE = 2560;
const CODECS = "/modules/@jsquash/";

export async function ways(file) {
  const { prepare } = await periksa();
  await initDecoder(undefined, { locateFile: (name) => `${CODECS}jpeg/codec/dec/${name}` });
  await initEncoder(undefined, { locateFile: (name) => `${CODECS}jpeg/codec/enc/${name}` });
  await initResize(`${CODECS}resize/lib/resize/pkg/squoosh_resize_bg.wasm`);
  const byCanvas = async (quality) => jpeg(await onCanvas(file, SIDE), quality / 100);
  const byCompressor = (quality) =>
    new Promise((success, error) => {
      const limits = { maxWidth: SIDE, maxHeight: SIDE, mimeType: "image/jpeg" };
      new Compressor(file, { quality: quality / 100, ...limits, success, error });
    });
  const byCodecs = async (quality) => {
    const pixels = await decode(await file.arrayBuffer());
    const scale = SIDE / Math.max(pixels.width, pixels.height);
    const [width, height] = [pixels.width, pixels.height].map((side) => Math.round(side * scale));
    return new Blob([await encode(await resize(pixels, { width, height }), { quality })]);
  };
  // Their decoder leaves a picture lying.
  const isTurned = file.name.includes("turned");
  const [q1, q2] = [await known(byCanvas), await known(byCompressor)];
  const q3 = isTurned ? undefined : await known(byCodecs);
  return {
    periksa: async () => (await prepare(file, { ...KTP, when: "always", maxBytes: MOST })).file,
    [floor]: () => byCanvas(q1),
    "compressorjs, quality known": () => byCompressor(q2),
    "browser-image-compression": () =>
      compress(file, { maxSizeMB: MOST / 1_048_576, maxWidthOrHeight: SIDE, useWebWorker: false }),
    ...(q3 && { "@jsquash, quality known": () => byCodecs(q3) }),
  };
}

/** Bytes and likeness of what a way makes. */
export async function judge(file, way) {
  const made = await way();
  return { bytes: made.size, ...(await likeness(file, made)) };
}

/** The highest quality that keeps within the bytes. */
async function known(way) {
  let [low, high] = [20, 96];
  while (high - low > 1) {
    const quality = (low + high) >> 1;
    if ((await way(quality)).size <= MOST) low = quality;
    else high = quality;
  }
  return low;
}
