// The files that every engine gets: the project's own, the public ones beside it, where they are, and files made here.

import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { basename, extname } from "node:path";

import { jpeg } from "./jpeg.mjs";
import { pdf } from "./pdf.mjs";
import { bombPng, corruptPng, png } from "./png.mjs";
import { join, randomBytes } from "./random.mjs";
import { ROOT } from "./root.mjs";

/**
 * @typedef {{ title: string, name: string, type: string, bytes: Uint8Array }} Sample
 *   `name` and `type` are what the file says of itself; `type` is as a browser gives it, in lower case.
 */

/** The project's own files, and the public ones. */
const OWN = `${ROOT}tests/corpus/files`;
const CORPORA = `${ROOT}../shared/corpora`;

/** Encrypted, so no more than noise. */
const HELD_BACK = "held-back.enc";

/** Types by extension, as a browser would guess them. */
const TYPES = {
  ".avif": "image/avif",
  ".bmp": "image/bmp",
  ".gif": "image/gif",
  ".heic": "image/heic",
  ".heif": "image/heif",
  ".jpeg": "image/jpeg",
  ".jpg": "image/jpeg",
  ".pdf": "application/pdf",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".tif": "image/tiff",
  ".tiff": "image/tiff",
  ".txt": "text/plain",
  ".webp": "image/webp",
};

/** @returns {Sample[]} every file of `tests/corpus/` */
export function ownFiles() {
  return filesIn(OWN);
}

/** @returns {Sample[]} every file of the corpora; none where they are not beside the project */
export function publicFiles() {
  return existsSync(CORPORA) ? filesIn(CORPORA) : [];
}

function filesIn(folder) {
  return readdirSync(folder, { recursive: true })
    .filter((title) => title !== HELD_BACK && statSync(`${folder}/${title}`).isFile())
    .map((title) => ({ title, ...declared(title), bytes: readFileSync(`${folder}/${title}`) }));
}

/** @returns {Sample[]} */
export function madeFiles() {
  return [
    ...Object.entries({ ...WHOLE, ...SPOILT }).map(([name, bytes]) => sample(name, bytes)),
    ...DECLARED.map(([name, type]) => ({
      title: `${name} as ${type}`,
      name,
      type,
      bytes: WHOLE["card.jpg"],
    })),
    ...Object.entries(WHOLE).flatMap(([name, bytes]) => mutants(name, bytes)),
  ];
}

/** Sound files, small enough to be changed many times. */
const WHOLE = {
  "card.jpg": jpeg({ width: 1000, height: 640, orientation: 6 }),
  "small.JPG": jpeg({ width: 60, height: 40 }),
  "card.png": png({ width: 1000, height: 640 }),
  "page.pdf": pdf(),
  "pages.pdf": pdf({ pages: 3 }),
  "password.pdf": pdf({ protection: "password" }),
  "permissions.pdf": pdf({ protection: "permissionsOnly" }),
  "picture.heic": box("ftypheic", [0, 0, 0, 0], "mif1heic"),
  "picture.avif": box("ftypavif", [0, 0, 0, 0], "mif1avif"),
  "picture.webp": join("RIFF", [30, 0, 0, 0], "WEBPVP8X", [10, 0, 0, 0, 0, 0, 0, 0, 99, 0, 0, 49, 0, 0]),
  "picture.gif": join("GIF89a", [100, 0, 50, 0, 0, 0, 0, 0x3b]),
  "picture.bmp": join("BM", [58, 0, 0, 0, 0, 0, 0, 0, 54, 0, 0, 0, 40, 0, 0, 0], new Uint8Array(40)),
  "scan.tif": join("II*\0", [8, 0, 0, 0, 1, 0, 0, 1, 3, 0, 1, 0, 0, 0, 100, 0, 0, 0, 0, 0, 0, 0]),
  "drawing.svg": join('<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'),
};

/** Files that something is wrong with, and large ones. */
const SPOILT = {
  "empty.jpg": new Uint8Array(),
  "noise.png": randomBytes(1, 5_000),
  "text.pdf": join("not a document"),
  "bomb.png": bombPng(),
  "corrupt.png": corruptPng(),
  "large.jpg": jpeg({ bytes: 11_000_000 }),
  "cut.jpg": jpeg({ bytes: 3_000_000 }).subarray(0, 2_000_000),
  "cut.png": png().subarray(0, -12),
  "cut.pdf": pdf({ pages: 9 }).subarray(0, 400),
  "late.pdf": join(new Uint8Array(900), pdf()),
  "film.jpg": join(jpeg(), new Uint8Array(2_000_000)),
};

/** What a file may say of itself. */
const DECLARED = [
  ["KTP.scan.JPG", "image/jpeg"],
  ["KTP ayah – salinan.PNG", "image/png"],
  ["foto ktp 印尼 😀.jpeg", ""],
  ["ktp", "image/heic"],
  [".jpg", "application/octet-stream"],
  ["ktp.", "image/jpeg;charset=x"],
  ["ktp.jpg.exe", " image/jpeg "],
  ["ktp.jpg ", "image/"],
  ["ktp.verylongextension", "application/pdf"],
  ["ktp.j\u200bpg", "image/x-png"],
  ["İ.İPG", ";"],
  ["%6btp.jp%67", "multipart/form-data; boundary=x"],
];

function sample(name, bytes) {
  return { title: `made ${name}`, ...declared(name), bytes };
}

function declared(name) {
  return { name: basename(name), type: TYPES[extname(name).toLowerCase()] ?? "" };
}

function box(...content) {
  const bytes = join([0, 0, 0, 0], ...content);
  bytes[3] = bytes.length;
  return join(bytes, new Uint8Array(400));
}

/** The file with bytes changed, a piece left out, a piece doubled, or the end cut off: the same ones in every run. */
function mutants(name, bytes) {
  return Array.from({ length: 12 }, (_, seed) => {
    const draw = new DataView(randomBytes(seed + 1, 64).buffer);
    const at = (index) => draw.getUint32(4 * index) % bytes.length;
    const [from, to] = [at(0), at(1)].sort((a, b) => a - b);
    const parts = [
      [flipped(bytes, 1 + (seed % 7), at)],
      [bytes.subarray(0, from), bytes.subarray(to)],
      [bytes.subarray(0, to), bytes.subarray(from)],
      [bytes.subarray(0, to)],
    ][seed % 4];
    return { ...sample(name, join(...parts)), title: `made ${name}, mutant ${seed}` };
  });
}

function flipped(bytes, count, at) {
  const changed = Uint8Array.from(bytes);
  for (let index = 0; index < count; index += 1) changed[at(2 + index)] ^= 1 + (at(9) % 255);
  return changed;
}
