// Crop: the card alone out of a photo, upright. The other way is told where the card lies and at which quality: it looks for
// neither.

import { jpeg } from "../../../www/bench/canvas.js";
import { KTP, periksa } from "../page/periksa.js";

export const title = "Crop";
export const about = "from a photo of 12 MP to the card alone, straightened, under 1 MB";
export const floor = "canvas, corners and quality known";
export const inputs = ["12mp.jpg"];
export const options = { rounds: 7, warmUps: 1 };

const MOST = 1_000_000;
/** As `drawPhoto` draws it; with the margin that periksa keeps. */
const CARD = { turned: 0.03, width: 3000 * 1.06, height: 1892 * 1.06 };
const SIDE = 2560;

export async function ways(file) {
  const { prepare } = await periksa();
  const own = async () => {
    const { file: made, changes } = await prepare(file, {
      ...KTP,
      crop: "card",
      when: "always",
      maxBytes: MOST,
    });
    if (!changes.some(({ kind }) => kind === "cropped")) throw new Error("the card was not cut out");
    return made;
  };
  let quality = 0.95;
  while ((await onCanvas(file, quality)).size > MOST) quality -= 0.02;
  return { periksa: own, [floor]: () => onCanvas(file, quality) };
}

async function onCanvas(file, quality) {
  const bitmap = await createImageBitmap(file);
  const scale = SIDE / CARD.width;
  const [width, height] = [SIDE, Math.round(CARD.height * scale)];
  const canvas = Object.assign(document.createElement("canvas"), { width, height });
  const context = canvas.getContext("2d", { willReadFrequently: true });
  context.imageSmoothingQuality = "high";
  context.translate(width / 2, height / 2);
  context.rotate(-CARD.turned);
  context.scale(scale, scale);
  context.drawImage(bitmap, -bitmap.width / 2, -bitmap.height / 2);
  bitmap.close();
  return jpeg(canvas, quality);
}
