import { jpeg, laplacian, onCanvas } from "./canvas.js";

/**
 * What is measured, each beside what the browser has itself. A way is known by its name, or by its text `way.NAME`.
 * @typedef {Record<string, () => Promise<unknown>>} Ways
 * @type {Record<string, { options: { rounds: number, warmUps: number, atLeast?: number },
 *   ways: (periksa: typeof import("/pkg/index.js"), file: File) => Promise<Ways> }>}
 */
export const STAGES = {
  facts: {
    options: { rounds: 9, warmUps: 2, atLeast: 10 },
    ways: async ({ inspect }, file) => ({
      periksa: () => inspect(file),
      slice: () => file.slice(0, 65_536).arrayBuffer(),
      bitmap: () => bitmap(file),
      "new Image()": () => image(file),
    }),
  },
  body: {
    options: { rounds: 7, warmUps: 1 },
    ways: async ({ encodeRequest }, file) => ({
      periksa: () => encodeRequest(file, KTP),
      ...(typeof Uint8Array.prototype.toBase64 === "function" && {
        "toBase64 + Blob": async () => {
          const base64 = new Uint8Array(await file.arrayBuffer()).toBase64();
          return new Blob(['{"image":"', base64, '"}']);
        },
      }),
      "FileReader + JSON.stringify": async () => JSON.stringify({ image: await dataUrl(file) }),
    }),
  },
  quality: {
    options: { rounds: 5, warmUps: 2 },
    ways: async ({ assessQuality }, file) => ({
      periksa: () => assessQuality(file),
      bitmap: () => bitmap(file),
      laplacian: () => laplacian(file),
    }),
  },
  prepare: {
    options: { rounds: 3, warmUps: 1 },
    async ways({ prepare }, file) {
      let quality = 0.95;
      const canvas = async () => jpeg(await onCanvas(file, 2560), quality);
      while (quality > 0.3 && (await canvas()).size > MOST) quality -= 0.1;
      return { periksa: () => prepare(file, { ...KTP, when: "always", maxBytes: MOST }), canvas };
    },
  },
};

const KTP = { document: "ktp", vendor: "verihubs" };
const MOST = 1_000_000;

async function bitmap(file) {
  (await createImageBitmap(file)).close();
}

async function image(file) {
  const url = URL.createObjectURL(file);
  try {
    await new Promise((resolve, reject) => {
      Object.assign(new Image(), { onload: resolve, onerror: reject, src: url });
    });
  } finally {
    URL.revokeObjectURL(url);
  }
}

function dataUrl(file) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result.slice(reader.result.indexOf(",") + 1));
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(file);
  });
}
