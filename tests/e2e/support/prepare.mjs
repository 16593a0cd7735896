// `prepare` on a page that is not ours.

/** The vendor and the document that most tests prepare for. */
export const KTP = { document: "ktp", vendor: "verihubs" };

/** The kinds of changes that were made. */
export const kinds = ({ changes }) => changes.map(({ kind }) => kind);

/** A page of the shop with further pictures in its global scope, and `prepared`: what came of `prepare`, as plain data. */
export async function preparingPage(shop) {
  const page = await shop.page();
  await page.evaluate(() => {
    /** A picture in a format that only the browser reads; of another one where that is given. */
    globalThis.webp = async (other) => {
      const bitmap = other && (await createImageBitmap(other));
      const canvas = new OffscreenCanvas(bitmap?.width ?? 1000, bitmap?.height ?? 640);
      const context = canvas.getContext("2d");
      context.fillStyle = "rgb(200, 60, 40)";
      context.fillRect(0, 0, 500, 640);
      if (bitmap) context.drawImage(bitmap, 0, 0);
      return new File([await canvas.convertToBlob({ type: "image/webp" })], "ktp.webp");
    };
    /** The same with EXIF behind its pixels; its extended header stands first (RFC 9649, 2.7). */
    globalThis.turnedWebp = async (orientation) => {
      const plain = new Uint8Array(await (await webp()).arrayBuffer());
      const tiff = [
        73,
        73,
        42,
        0,
        8,
        0,
        0,
        0,
        1,
        0,
        0x12,
        1,
        3,
        0,
        1,
        0,
        0,
        0,
        orientation,
        0,
        0,
        0,
        0,
        0,
        0,
        0,
      ];
      const exif = [...new TextEncoder().encode("EXIF"), tiff.length, 0, 0, 0, ...tiff];
      const file = new Uint8Array([...plain, ...exif]);
      file[20] |= 8;
      new DataView(file.buffer).setUint32(4, file.length - 8, true);
      return new File([file], "ktp.webp");
    };
    globalThis.prepared = (file, options) =>
      kit.outcome(async () => {
        const { file: made, ...rest } = await kit.periksa.prepare(file, options);
        const same = made === file;
        return { ...rest, same, name: made.name, type: made.type, size: made.size };
      });
  });
  return page;
}
