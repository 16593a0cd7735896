// Pixels that only the browser can decode. Where it can't, there are none: nobody's camera is waited for.

/** More pixels than a browser should hold at once for this. */
const MOST_PIXELS = 50_000_000;
/** Safari's largest canvas on phones has 16.7 million pixels; more than this tells no vendor more. */
const LONGEST_SIDE = 2560;

/**
 * The pixels of a picture, still to be turned by `orientation`; `null` where this browser has none.
 * @param {Blob} file
 * @param {{ format: string, width: number | null, height: number | null, orientation: number }} facts
 * @param {AbortSignal} [signal] ends it: then there are none
 */
export async function decodeNatively(file, facts, signal) {
  if (facts.width * facts.height > MOST_PIXELS) return null;
  const decoded = await byDecoder(file, facts, signal);
  return decoded || signal?.aborted ? decoded : byCanvas(file, facts);
}

/** HEIF's own turns are part of decoding. EXIF's are not: engines differ in whether they follow a WebP's. */
function left({ format, orientation }) {
  return format === "webp" ? orientation : 1;
}

/** WebCodecs' decoder gives the pixels as they are, whatever a privacy mode does to canvases. */
async function byDecoder(file, facts, signal) {
  const type = `image/${facts.format}`;
  let decoder;
  let frame;
  const stop = () => decoder?.close();
  signal?.addEventListener("abort", stop);
  try {
    if (!(await ImageDecoder.isTypeSupported(type))) return null;
    decoder = new ImageDecoder({ data: await file.arrayBuffer(), type });
    ({ image: frame } = await decoder.decode());
    const { width, height } = frame.visibleRect;
    const options = { format: "RGBA", colorSpace: "srgb" };
    const rgba = new Uint8Array(frame.allocationSize(options));
    const [{ offset, stride }] = await frame.copyTo(rgba, options);
    return { rgba: rgba.subarray(offset), width, height, stride, orientation: left(facts) };
  } catch {
    return null;
  } finally {
    signal?.removeEventListener("abort", stop);
    frame?.close();
    decoder?.close();
  }
}

async function byCanvas(file, facts) {
  let bitmap;
  try {
    if (!givesPixelsBack()) return null;
    const isWebp = facts.format === "webp";
    const [width, height] = isWebp ? [facts.width, facts.height] : [facts.displayWidth, facts.displayHeight];
    const options = { imageOrientation: isWebp ? "none" : "from-image" };
    if (Math.max(width, height) > LONGEST_SIDE)
      Object.assign(options, {
        [width < height ? "resizeHeight" : "resizeWidth"]: LONGEST_SIDE,
        resizeQuality: "high",
      });
    bitmap = await createImageBitmap(file, options);
    const context = contextOf(bitmap.width, bitmap.height);
    context.drawImage(bitmap, 0, 0);
    const { data } = context.getImageData(0, 0, bitmap.width, bitmap.height);
    const rgba = new Uint8Array(data.buffer, data.byteOffset, data.length);
    return {
      rgba,
      width: bitmap.width,
      height: bitmap.height,
      stride: bitmap.width * 4,
      orientation: left(facts),
    };
  } catch {
    return null;
  } finally {
    bitmap?.close();
  }
}

/** Privacy modes add noise to what is read from a canvas, or give nothing back. */
function givesPixelsBack() {
  const side = 16;
  const context = contextOf(side, side);
  const drawn = context.createImageData(side, side);
  for (let index = 0; index < drawn.data.length; index += 1)
    drawn.data[index] = index % 4 === 3 ? 255 : (index * 37) % 256;
  context.putImageData(drawn, 0, 0);
  const { data } = context.getImageData(0, 0, side, side);
  return data.every((value, index) => value === drawn.data[index]);
}

function contextOf(width, height) {
  const canvas =
    typeof OffscreenCanvas === "function"
      ? new OffscreenCanvas(width, height)
      : Object.assign(document.createElement("canvas"), { width, height });
  return canvas.getContext("2d", { willReadFrequently: true });
}
