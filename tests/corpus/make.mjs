// Makes `files/` anew: `node tests/corpus/make.mjs`. The same files in every run, but for what another version of zlib
// does. What is expected of them stands in `expected.tsv`, which is written by hand.

import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join as path } from "node:path";
import { fileURLToPath } from "node:url";
import { deflateSync } from "node:zlib";

import { pdf } from "../e2e/support/pdf.mjs";
import { join, randomBytes } from "../e2e/support/random.mjs";
import { exif, heif, tiff, vp8, vp8l, vp8x, webp } from "./containers.mjs";
import { encodeJpeg, segment } from "./jpeg.mjs";
import { COLOURS, chunk, encodePng, header, SIGNATURE } from "./png.mjs";

const FILES = fileURLToPath(new URL("files", import.meta.url));

/** A soft picture with print on it; each of its channels differs. */
function drawn(x, y, channel = 0) {
  const stroke = (Math.floor(x / 9) + Math.floor(y / 13)) % 7 === 0 ? 0 : 90;
  return (((x * (channel + 1)) >> 2) % 130) + ((y / 3) % 30) + stroke;
}

/** A light card with lines of print and a photo, on a dark table, in levels of red, green or blue. */
function card(x, y, channel) {
  const within = (left, top, right, bottom) => x >= left && x < right && y >= top && y < bottom;
  if (!within(90, 70, 870, 570)) return [110, 84, 60][channel] + ((x * 7 + y * 3) % 5);
  if (within(640, 190, 820, 430)) return [170, 60, 56][channel] + ((x + y) >> 5);
  const [column, line] = [Math.floor((x - 120) / 6), Math.floor((y - 110) / 30)];
  const isPrint = within(120, 110, 600, 530) && (y - 110) % 30 < 14 && INK[line * 80 + column] > 110;
  return isPrint ? 36 : [168, 190, 210][channel] + ((x >> 6) & 3);
}
const INK = randomBytes(1, 80 * 14);

/** Where a pixel of a picture that is coded turned belongs in the upright one (CIPA DC-008, 4.6.4, orientation). */
function upright(orientation, width, height) {
  const [right, bottom] = [width - 1, height - 1];
  return [
    (x, y) => [x, y],
    (x, y) => [right - x, y],
    (x, y) => [right - x, bottom - y],
    (x, y) => [x, bottom - y],
    (x, y) => [y, x],
    (x, y) => [bottom - y, x],
    (x, y) => [bottom - y, right - x],
    (x, y) => [y, right - x],
  ][orientation - 1];
}

/** Luma and the two differences of colour (JFIF 1.02). */
function ycc(picture) {
  const rgb = (x, y) => [0, 1, 2].map((channel) => picture(x, y, channel));
  const sums = [
    ([r, g, b]) => 0.299 * r + 0.587 * g + 0.114 * b,
    ([r, g, b]) => 128 - 0.168736 * r - 0.331264 * g + 0.5 * b,
    ([r, g, b]) => 128 + 0.5 * r - 0.418688 * g - 0.081312 * b,
  ];
  return sums.map((sum) => (x, y) => sum(rgb(x, y)));
}

const JFIF = segment(0xe0, "JFIF\0", [1, 1, 0, 0, 1, 0, 1, 0, 0]);
const adobe = (transform) => segment(0xee, "Adobe", [0, 100, 0, 0, 0, 0, transform]);
const exifSegment = (options) => segment(0xe1, "Exif\0\0", exif(options));
const grey = (options) =>
  encodeJpeg({ width: 61, height: 40, components: [{ at: drawn }], before: [JFIF], ...options });
const colour = ({ h = 1, v = 1, picture = drawn, ...options }) => {
  const [luma, blue, red] = ycc(picture);
  const components = [{ h, v, at: luma }, { at: blue }, { at: red }];
  return encodeJpeg({ width: 157, height: 101, components, before: [JFIF], ...options });
};
const ink = (transform) => {
  // Adobe's programs write no ink as 255.
  const light = (x, y, channel) => 255 - drawn(x, y, channel);
  const own = [0, 1, 2].map((channel) => (x, y) => light(x, y, channel));
  const components = [...(transform === 0 ? own : ycc(light)), (x, y) => light(x, y, 3)].map((at) => ({
    at,
  }));
  return encodeJpeg({ width: 83, height: 50, components, before: [adobe(transform)] });
};
const turned = (orientation) => {
  const [width, height] = orientation < 5 ? [60, 40] : [40, 60];
  const place = upright(orientation, width, height);
  const before = [JFIF, exifSegment({ orientation, little: orientation % 2 === 0 })];
  return grey({ width, height, components: [{ at: (x, y) => drawn(...place(x, y)) }], before });
};

/** Without its last bytes. */
const cut = (bytes, length) => bytes.subarray(0, bytes.length - length);
/** With another byte at the place of a text, and so many bytes behind it. */
const spoilt = (bytes, text, offset) => {
  const at = Buffer.from(bytes).indexOf(text, 0, "latin1") + offset;
  return bytes.map((byte, index) => (index === at ? byte ^ 1 : byte));
};

const jpegs = {
  444: colour({}),
  422: colour({ h: 2 }),
  420: colour({ h: 2, v: 2 }),
  440: colour({ v: 2 }),
  411: colour({ h: 4 }),
  card: colour({ h: 2, v: 2, width: 960, height: 640, picture: card }),
  grey: grey({}),
  "cmyk-adobe": ink(0),
  "ycck-adobe": ink(2),
  "progressive-420": colour({ h: 2, v: 2, progressive: true }),
  "progressive-grey": grey({ progressive: true }),
  "restart-420": colour({ h: 2, v: 2, restart: 3 }),
  "restart-progressive": colour({ h: 2, progressive: true, restart: 7 }),
  ...Object.fromEntries([1, 2, 3, 4, 5, 6, 7, 8].map((number) => [`orientation-${number}`, turned(number)])),
  "orientation-9": grey({ before: [exifSegment({ orientation: 9 })] }),
  place: grey({ before: [exifSegment({ orientation: 6, place: true })] }),
  "place-in-xmp": grey({
    before: [segment(0xe1, "http://ns.adobe.com/xap/1.0/\0", '<rdf:Description exif:GPSLatitude="5,0.0S"/>')],
  }),
  "film-behind": join(grey({}), box("ftypmp42"), randomBytes(1, 3_000)),
  "fill-bytes": grey({ before: [JFIF, new Uint8Array(300).fill(0xff)] }),
  "cut-in-header": grey({ before: [exifSegment({ orientation: 6 })] }).subarray(0, 40),
  "cut-in-scan": cut(colour({}), 2_000),
  "cut-end": cut(grey({}), 2),
  "no-frame": join([0xff, 0xd8, 0xff, 0xda, 0, 8, 1, 1, 0, 0, 63, 0], randomBytes(1, 200), [0xff, 0xd9]),
  "no-rows": spoilt(grey({ height: 1 }), "\xff\xc0\x00\x0b\x08", 6),
};

const EIGHT = (x, y, channel) => Math.floor(drawn(x, y, channel));
const levels = (depth) => (x, y, channel) => EIGHT(x, y, channel) >> (8 - depth);
const image = (options) => encodePng({ width: 61, height: 40, at: EIGHT, ...options });
const PALETTE = chunk(
  "PLTE",
  Uint8Array.from({ length: 48 }, (_, index) => (index * 37) & 0xff),
);
/** Large enough that it does not grow when it is turned. */
const turnedImage = (options) => image({ width: 157, height: 101, ...options });

const pngs = {
  card: image({ width: 960, height: 640, at: card }),
  "grey-1": image({ colour: COLOURS.grey, depth: 1, at: levels(1) }),
  "grey-2": image({ colour: COLOURS.grey, depth: 2, at: levels(2) }),
  "grey-4": image({ colour: COLOURS.grey, depth: 4, at: levels(4) }),
  "grey-8": image({ colour: COLOURS.grey }),
  "grey-16": image({
    colour: COLOURS.grey,
    depth: 16,
    at: (x, y) => (EIGHT(x, y) << 8) | ((x * y) & 0xff),
  }),
  "grey-alpha-8": image({ colour: COLOURS.greyAlpha }),
  "rgb-8": image({}),
  "rgb-16": image({ depth: 16, at: (...place) => (EIGHT(...place) << 8) | 0x5a }),
  "rgba-8": image({ colour: COLOURS.rgba }),
  "rgba-16": image({ colour: COLOURS.rgba, depth: 16, at: (...place) => EIGHT(...place) * 257 }),
  "palette-4": image({ colour: COLOURS.palette, depth: 4, at: levels(4), before: [PALETTE] }),
  "palette-transparent": image({
    colour: COLOURS.palette,
    depth: 4,
    at: levels(4),
    before: [PALETTE, chunk("tRNS", [0, 90, 255])],
  }),
  "interlaced-rgb-8": image({ interlaced: true }),
  "interlaced-grey-1": image({ interlaced: true, colour: COLOURS.grey, depth: 1, at: levels(1) }),
  "interlaced-3x2": image({ interlaced: true, width: 3, height: 2 }),
  "orientation-6-place": turnedImage({ before: [chunk("eXIf", exif({ orientation: 6, place: true }))] }),
  "orientation-behind-pixels": turnedImage({ after: [chunk("eXIf", exif({ orientation: 8 }))] }),
  animated: image({
    before: [
      chunk("acTL", [0, 0, 0, 1, 0, 0, 0, 0]),
      chunk("fcTL", [0, 0, 0, 0, 0, 0, 0, 61, 0, 0, 0, 40, ...new Uint8Array(8), 0, 1, 0, 10, 0, 0]),
    ],
  }),
  "cut-in-pixels": cut(image({}), 200),
  "cut-end": cut(image({}), 12),
  "bad-checksum": spoilt(image({}), "IDAT", 100),
  "no-palette": image({ colour: COLOURS.palette, depth: 4, at: levels(4) }),
  "no-columns": join(
    SIGNATURE,
    header({ width: 0, height: 40 }),
    chunk("IDAT", deflateSync(new Uint8Array(40))),
    chunk("IEND"),
  ),
  bomb: join(
    SIGNATURE,
    header({ width: 30_000, height: 30_000 }),
    chunk("IDAT", deflateSync(new Uint8Array(100))),
    chunk("IEND"),
  ),
};

const pdfs = {
  page: pdf(),
  pages: pdf({ pages: 12 }),
  "password-none": pdf({ protection: "permissionsOnly" }),
  "password-asked": pdf({ protection: "password", pages: 2 }),
  compressed: compressedPdf(),
  changed: changedPdf(),
  "bytes-before": join(randomBytes(1, 500), "\n", pdf()),
  "cut-in-table": pdf({ pages: 9 }).subarray(0, 700),
  "cut-end": cut(pdf(), 20),
  "no-objects": join("%PDF-1.7\nnothing\n%%EOF\n"),
};

const photo = { width: 1000, height: 640, pixels: randomBytes(2, 300) };
const heic = heif({ brand: "heic", coding: "hvc1", quarters: 3, ...photo });
const others = {
  "heif/picture.heic": heic,
  "heif/picture.avif": heif({ brand: "avif", coding: "av01", ...photo }),
  "heif/cut.heic": cut(heic, 200),
  "webp/lossy.webp": webp(["VP8 ", vp8(640, 400, randomBytes(3, 200))]),
  "webp/lossless.webp": webp(["VP8L", vp8l(640, 400, randomBytes(4, 200))]),
  "webp/place.webp": webp(
    ["VP8X", vp8x(640, 400)],
    ["VP8 ", vp8(640, 400, randomBytes(5, 201))],
    ["EXIF", exif({ orientation: 3, place: true })],
  ),
  "webp/cut.webp": cut(webp(["VP8 ", vp8(640, 400, randomBytes(6, 200))]), 50),
  "tiff/little.tif": tiff({ width: 61, height: 40, at: EIGHT, little: true }),
  "tiff/big-orientation-8.tif": tiff({ width: 61, height: 40, at: EIGHT, orientation: 8 }),
  "tiff/cut.tif": cut(tiff({ width: 61, height: 40, at: EIGHT }), 300),
  "recognised/drawing.svg": join(
    '<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg" width="64" height="40"><path d="M0 0h9v9z"/></svg>\n',
  ),
  "recognised/picture.gif": join(
    "GIF89a",
    [2, 0, 1, 0, 0x80, 0, 0, 0, 0, 0, 255, 255, 255],
    ",",
    [0, 0, 0, 0, 2, 0, 1, 0, 0, 2, 2, 0x44, 0x0a, 0, 0x3b],
  ),
  "recognised/picture.bmp": join(
    "BM",
    [62, 0, 0, 0, 0, 0, 0, 0, 54, 0, 0, 0, 40, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 1, 0, 24, 0],
    new Uint8Array(24),
    [10, 20, 30, 40, 50, 60, 0, 0],
  ),
  "unknown/empty.jpg": new Uint8Array(),
  "unknown/noise.png": randomBytes(7, 500),
  "unknown/text.pdf": join("A document that begins with %PDF-1.7 is a PDF; this is a text.\n"),
  "unknown/page.html": join("<!DOCTYPE html><html><body><h1>502 Bad Gateway</h1></body></html>\n"),
  "unknown/film.mp4": box("ftypisom", new Uint8Array(4), "isommp42"),
  "polyglot/pdf-in-comment.jpg": grey({ before: [segment(0xfe, "\n", pdf())] }),
  "polyglot/pdf-in-text.png": image({ before: [chunk("tEXt", join("Comment\0\n", pdf()))] }),
};

/** Two pages whose cross-reference table is a stream (ISO 32000-1, 7.5.8). */
function compressedPdf() {
  const objects = [
    "<< /Type /Catalog /Pages 2 0 R >>",
    "<< /Type /Pages /Kids [ 3 0 R 4 0 R ] /Count 2 >>",
    ...[3, 4].map(() => "<< /Type /Page /Parent 2 0 R /MediaBox [ 0 0 420 298 ] >>"),
  ];
  let text = "%PDF-1.7\n";
  const offsets = objects.map((object, index) => {
    const offset = text.length;
    text += `${index + 1} 0 obj\n${object}\nendobj\n`;
    return offset;
  });
  const rows = [[0, 0, 0, 255], ...[...offsets, text.length].map((at) => [1, at >> 8, at & 0xff, 0])];
  const table = deflateSync(Uint8Array.from(rows.flat()));
  const entries = `/Type /XRef /Size 6 /W [ 1 2 1 ] /Root 1 0 R /Filter /FlateDecode /Length ${table.length}`;
  const end = `\nendstream\nendobj\nstartxref\n${text.length}\n%%EOF\n`;
  return join(text, `5 0 obj\n<< ${entries} >>\nstream\n`, table, end);
}

/** One page, and a second one that came with a later revision (ISO 32000-1, 7.5.6). */
function changedPdf() {
  const before = pdf();
  const first = Buffer.from(before).lastIndexOf("xref\n", before.length - 40, "latin1");
  const pages = "2 0 obj\n<< /Type /Pages /Kids [ 3 0 R 4 0 R ] /Count 2 >>\nendobj\n";
  const page = "4 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [ 0 0 420 298 ] >>\nendobj\n";
  const entry = (number, offset) => `${number} 1\n${String(offset).padStart(10, "0")} 00000 n \n`;
  const table = `xref\n${entry(2, before.length)}${entry(4, before.length + pages.length)}`;
  const trailer = `trailer\n<< /Size 5 /Root 1 0 R /Prev ${first} >>`;
  const start = before.length + pages.length + page.length;
  return join(before, pages, page, `${table}${trailer}\nstartxref\n${start}\n%%EOF\n`);
}

function box(...content) {
  const bytes = join([0, 0, 0, 0], ...content);
  bytes[3] = bytes.length;
  return bytes;
}

const named = (folder, extension, files) =>
  Object.entries(files).map(([name, bytes]) => [`${folder}/${name}.${extension}`, bytes]);

rmSync(FILES, { recursive: true, force: true });
for (const [name, bytes] of [
  ...named("jpeg", "jpg", jpegs),
  ...named("png", "png", pngs),
  ...named("pdf", "pdf", pdfs),
  ...Object.entries(others),
]) {
  mkdirSync(dirname(path(FILES, name)), { recursive: true });
  writeFileSync(path(FILES, name), bytes);
}
