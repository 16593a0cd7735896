// Decodes formats that only the browser can decode. Returns `null` where it can't.

import type { FileFacts } from "../common/types.js";
import type { BrowserPixels } from "../engine/glue.js";

/** Larger pictures are not decoded: their pixels would take too much memory. */
const MOST_PIXELS = 50_000_000;
/** Keeps the canvas below Safari's limit on phones, 16.7 million pixels. */
const LONGEST_SIDE = 2560;

/** Returns the pixels of a picture; `null` where this browser can't decode it, or `signal` is aborted. */
export async function decodeInBrowser(
  file: Blob,
  facts: FileFacts,
  signal: AbortSignal | undefined,
): Promise<BrowserPixels | null> {
  if ((facts.width ?? 0) * (facts.height ?? 0) > MOST_PIXELS) return null;
  const decoded = await byDecoder(file, facts, signal);
  return decoded || signal?.aborted ? decoded : byCanvas(file, facts);
}

/** Returns the orientation that decoding leaves to be applied. HEIF's own turns are part of decoding, a WebP's EXIF is not. */
function left({ format, orientation }: FileFacts): number {
  return format === "webp" ? orientation : 1;
}

/** Decodes by WebCodecs, whose pixels no privacy mode alters. */
async function byDecoder(
  file: Blob,
  facts: FileFacts,
  signal: AbortSignal | undefined,
): Promise<BrowserPixels | null> {
  const type = `image/${facts.format}`;
  let decoder: ImageDecoder | undefined;
  let frame: VideoFrame | undefined;
  const stop = () => decoder?.close();
  signal?.addEventListener("abort", stop);
  try {
    if (!(await ImageDecoder.isTypeSupported(type))) return null;
    decoder = new ImageDecoder({ data: await file.arrayBuffer(), type });
    ({ image: frame } = await decoder.decode());
    const { visibleRect } = frame;
    const options = { format: "RGBA", colorSpace: "srgb" } as const;
    const rgba = new Uint8Array(frame.allocationSize(options));
    const [plane] = await frame.copyTo(rgba, options);
    if (!visibleRect || !plane) return null;
    const { width, height } = visibleRect;
    const { offset, stride } = plane;
    return { rgba: rgba.subarray(offset), width, height, stride, orientation: left(facts) };
  } catch {
    return null;
  } finally {
    signal?.removeEventListener("abort", stop);
    frame?.close();
    decoder?.close();
  }
}

/** Decodes by drawing on a canvas. */
async function byCanvas(file: Blob, facts: FileFacts): Promise<BrowserPixels | null> {
  let bitmap: ImageBitmap | undefined;
  try {
    if (!givesPixelsBack()) return null;
    const isWebp = facts.format === "webp";
    const [width, height] = isWebp ? [facts.width, facts.height] : [facts.displayWidth, facts.displayHeight];
    const options: ImageBitmapOptions = { imageOrientation: isWebp ? "none" : "from-image" };
    const [across, down] = [width ?? 0, height ?? 0];
    if (Math.max(across, down) > LONGEST_SIDE) {
      options[across < down ? "resizeHeight" : "resizeWidth"] = LONGEST_SIDE;
      options.resizeQuality = "high";
    }
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

/** Tells whether a canvas returns the pixels that were drawn: privacy modes add noise, or return nothing. */
function givesPixelsBack(): boolean {
  const side = 16;
  const context = contextOf(side, side);
  const drawn = context.createImageData(side, side);
  for (let index = 0; index < drawn.data.length; index += 1)
    drawn.data[index] = index % 4 === 3 ? 255 : (index * 37) % 256;
  context.putImageData(drawn, 0, 0);
  const { data } = context.getImageData(0, 0, side, side);
  return data.every((value, index) => value === drawn.data[index]);
}

/** Returns the context of a new canvas. Throws where there is none. */
function contextOf(
  width: number,
  height: number,
): OffscreenCanvasRenderingContext2D | CanvasRenderingContext2D {
  const canvas =
    typeof OffscreenCanvas === "function" ? new OffscreenCanvas(width, height) : canvasOf(width, height);
  const context = canvas.getContext("2d", { willReadFrequently: true });
  if (!context) throw new Error("there is no canvas to draw on");
  return context;
}

function canvasOf(width: number, height: number): HTMLCanvasElement {
  return Object.assign(document.createElement("canvas"), { width, height });
}
