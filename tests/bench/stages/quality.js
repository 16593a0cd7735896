// Card and quality: whether a photo is sharp, lit and whole, and where the card is in it.

import { laplacian } from "../page/canvas.js";
import { scanner } from "../page/opencv.js";
import { KTP, periksa, periksaWorker } from "../page/periksa.js";

export const title = "Card and quality";
export const about = "from the picked file to a report on its pixels";
export const floor = "createImageBitmap alone";
export const inputs = ["2mp.jpg", "12mp.jpg", "12mp-progressive.jpg", "12mp.png", "50mp.jpg"];
export const options = { rounds: 9, warmUps: 2 };

export async function ways(file) {
  const [{ check }, worker] = [await periksa(), await periksaWorker()];
  const { cardAndBlur, jscanify } = await scanner();
  const options = { ...KTP, validateQuality: true };
  return {
    periksa: () => check(file, options),
    "periksa/worker": () => worker.check(file, options),
    [floor]: async () => (await createImageBitmap(file)).close(),
    "canvas + Laplacian": () => laplacian(file),
    "OpenCV.js, at 1000 px": () => cardAndBlur(file, 1000),
    "OpenCV.js, whole": () => cardAndBlur(file, Infinity),
    jscanify: () => jscanify(file),
  };
}
