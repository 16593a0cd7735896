// Card and quality: whether a photo is sharp, lit and whole, and where the card is in it.

import { laplacian } from "../../../www/bench/canvas.js";
import { scanner } from "../page/opencv.js";
import { periksa, periksaWorker } from "../page/periksa.js";

export const title = "Card and quality";
export const about = "from the picked file to a report on its pixels";
export const floor = "createImageBitmap alone";
export const inputs = ["2mp.jpg", "12mp.jpg", "12mp-progressive.jpg", "12mp.png", "50mp.jpg"];
export const options = { rounds: 9, warmUps: 2 };

export async function ways(file) {
  // Not `check`: it judges no pixels of what the vendor refuses for its bytes.
  const [{ assessQuality }, worker] = [await periksa(), await periksaWorker()];
  const { cardAndBlur, jscanify } = await scanner();
  return {
    periksa: () => assessQuality(file),
    "periksa/worker": () => worker.assessQuality(file),
    [floor]: async () => (await createImageBitmap(file)).close(),
    "canvas + Laplacian": () => laplacian(file),
    "OpenCV.js, at 1000 px": () => cardAndBlur(file, 1000),
    "OpenCV.js, whole": () => cardAndBlur(file, Infinity),
    jscanify: () => jscanify(file),
  };
}
