// Metadata, and the formats whose pixels nothing here can make: all that says what the file is, with noise for pixels.

import { join } from "../e2e/support/random.mjs";
import { long } from "./png.mjs";

/**
 * A TIFF block as EXIF has it (CIPA DC-008, 4.5 and 4.6).
 * @param {{ orientation?: number, place?: boolean, little?: boolean }} options `place` is a spot in the Java Sea.
 */
export function exif({ orientation, place = false, little = false }) {
  const { short, word, entry, directory } = written(little);
  const first = [
    ...(orientation ? [entry(0x0112, 3, 1, short(orientation))] : []),
    ...(place ? [entry(0x8825, 4, 1, word(8 + 2 + 12 * (orientation ? 2 : 1) + 4))] : []),
  ];
  const block = join(little ? "II" : "MM", short(42), word(8), directory(first));
  if (!place) return block;
  const degrees = block.length + 2 + 4 * 12 + 4;
  const angle = (...parts) => join(...parts.flatMap((part) => [word(part), word(1)]));
  return join(
    block,
    directory([
      entry(1, 2, 2, join("S\0")),
      entry(2, 5, 3, word(degrees)),
      entry(3, 2, 2, join("E\0")),
      entry(4, 5, 3, word(degrees + 24)),
    ]),
    angle(5, 0, 0),
    angle(110, 30, 0),
  );
}

/** A grey TIFF (TIFF 6.0) in two strips. */
export function tiff({ width, height, at, orientation, little = false }) {
  const { short, word, entry, directory } = written(little);
  const half = Math.ceil(height / 2);
  const count = orientation ? 10 : 9;
  const lists = 8 + 2 + 12 * count + 4;
  const pixels = lists + 16;
  const tags = [
    entry(0x0100, 3, 1, short(width)),
    entry(0x0101, 3, 1, short(height)),
    entry(0x0102, 3, 1, short(8)),
    entry(0x0103, 3, 1, short(1)),
    entry(0x0106, 3, 1, short(1)),
    entry(0x0111, 4, 2, word(lists)),
    ...(orientation ? [entry(0x0112, 3, 1, short(orientation))] : []),
    entry(0x0115, 3, 1, short(1)),
    entry(0x0116, 3, 1, short(half)),
    entry(0x0117, 4, 2, word(lists + 8)),
  ];
  return join(
    little ? "II" : "MM",
    short(42),
    word(8),
    directory(tags),
    word(pixels),
    word(pixels + width * half),
    word(width * half),
    word(width * (height - half)),
    Uint8Array.from({ length: width * height }, (_, index) => at(index % width, Math.floor(index / width))),
  );
}

/** A WebP (RFC 9649) of these chunks, each a name and its content. */
export function webp(...chunks) {
  const { word } = written(true);
  const content = join(
    "WEBP",
    ...chunks.flatMap(([name, data]) => [name, word(data.length), data, new Uint8Array(data.length % 2)]),
  );
  return join("RIFF", word(content.length), content);
}

/** The frame header of VP8 (RFC 6386, 9.1). */
export function vp8(width, height, pixels) {
  return join([0x10, 0, 0, 0x9d, 0x01, 0x2a], [width & 0xff, width >> 8, height & 0xff, height >> 8], pixels);
}

/** The header of VP8L (RFC 9649, 3.4). */
export function vp8l(width, height, pixels) {
  return join([0x2f], written(true).word((width - 1) | ((height - 1) << 14)), pixels);
}

/** VP8X (RFC 9649, 2.7) that announces EXIF. */
export function vp8x(width, height) {
  const sides = [width - 1, height - 1].flatMap((side) => [side & 0xff, (side >> 8) & 0xff, side >> 16]);
  return join([0x08, 0, 0, 0], sides);
}

/**
 * A picture in boxes (HEIF, ISO/IEC 23008-12), as cameras write it: `hvc1` or `av01` is its coding.
 * @param {{ brand: string, coding: string, width: number, height: number, quarters?: number, pixels: Uint8Array }} picture
 *   `quarters` is how often it is to be turned to the left.
 */
export function heif({ brand, coding, width, height, quarters = 0, pixels }) {
  const type = box("ftyp", brand, long(0), "mif1", brand);
  const meta = (at) =>
    box(
      "meta",
      long(0),
      box("hdlr", long(0), long(0), "pict", long(0), long(0), long(0), "\0"),
      box("pitm", long(0), [0, 1]),
      box("iinf", long(0), [0, 1], box("infe", [2, 0, 0, 0], [0, 1, 0, 0], coding, "\0")),
      box(
        "iprp",
        box("ipco", box("ispe", long(0), long(width), long(height)), box("irot", [quarters])),
        box("ipma", long(0), long(1), [0, 1], [2, 0x81, 0x82]),
      ),
      box("iloc", long(0), [0x44, 0], [0, 1], [0, 1, 0, 0], [0, 1], long(at), long(pixels.length)),
    );
  return join(type, meta(type.length + meta(0).length + 8), box("mdat", pixels));
}

function box(name, ...parts) {
  const content = join(...parts);
  return join(long(content.length + 8), name, content);
}

/** Numbers and directories of TIFF in either order of bytes. */
function written(little) {
  const word = (number) => (little ? long(number).reverse() : long(number));
  const short = (number) => (little ? [number & 0xff, number >> 8] : [number >> 8, number & 0xff]);
  const entry = (tag, type, count, value) =>
    join(short(tag), short(type), word(count), value, new Uint8Array(4 - value.length));
  const directory = (entries) => join(short(entries.length), ...entries, word(0));
  return { short, word, entry, directory };
}
