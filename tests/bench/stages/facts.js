// Facts: what a file is, from its header and its end.

import exifr from "exifr/dist/lite.esm.mjs";
import { fileTypeFromBlob } from "file-type";
import { imageSize } from "image-size";

import { periksa } from "../page/periksa.js";

export const title = "Facts";
export const about = "from the picked file to what it is: format, sides, orientation, whether it is whole";
export const floor = "one slice of 64 kB";
export const inputs = ["jpg", "png", "pdf"].flatMap((type) => [0.1, 1, 5, 10].map((mb) => `${mb}.${type}`));
export const options = { rounds: 25, warmUps: 3, atLeast: 10 };

export async function ways(file) {
  const { inspect } = await periksa();
  const head = async () => new Uint8Array(await file.slice(0, 65_536).arrayBuffer());
  const common = {
    periksa: () => inspect(file),
    [floor]: head,
    "file-type": () => fileTypeFromBlob(file),
  };
  if (file.name.endsWith(".pdf")) return common;
  const sizes = async () => imageSize(await head());
  return {
    ...common,
    "file-type + image-size + exifr": async () => {
      await fileTypeFromBlob(file);
      await sizes();
      if (file.name.endsWith(".jpg")) await exifr.parse(file).catch(() => undefined);
    },
    "new Image()": async () => {
      const url = URL.createObjectURL(file);
      const image = new Image();
      await new Promise((resolve, reject) => {
        Object.assign(image, { onload: resolve, onerror: reject, src: url });
      });
      URL.revokeObjectURL(url);
      return [image.naturalWidth, image.naturalHeight];
    },
    createImageBitmap: async () => (await createImageBitmap(file)).close(),
  };
}
