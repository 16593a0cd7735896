// Makes the files that are measured with, by name. Chromium makes them once for both browsers.

import encode, { init as initJpeg } from "@jsquash/jpeg/encode.js";

import { drawPhoto, jpegOf } from "../../../www/bench/photo.js";

const MP = {
  2: [1632, 1224],
  12: [4000, 3000],
  50: [8160, 6120],
};

/** @type {Record<string, () => Promise<Blob>>} */
export const makers = {
  "0.1.jpg": () => jpegOf(drawPhoto(1024, 768, 0.5), 100_000),
  "1.jpg": () => jpegOf(drawPhoto(...MP[2], 1), 1_000_000),
  "5.jpg": () => jpegOf(drawPhoto(...MP[12], 1), 5_000_000),
  "10.jpg": () => jpegOf(drawPhoto(5700, 4275, 1), 10_000_000),
  "0.1.png": () => padded(pngOf(320, 240, 0.2), 100_000, png),
  "1.png": () => padded(pngOf(640, 480, 0.2), 1_000_000, png),
  "5.png": () => padded(pngOf(1600, 1200, 0.2), 5_000_000, png),
  "10.png": () => padded(pngOf(2000, 1500, 0.2), 10_000_000, png),
  "0.1.pdf": () => pdf(100_000),
  "1.pdf": () => pdf(1_000_000),
  "5.pdf": () => pdf(5_000_000),
  "10.pdf": () => pdf(10_000_000),
  "2mp.jpg": () => jpegOf(drawPhoto(...MP[2], 1), 900_000),
  "12mp.jpg": () => jpegOf(drawPhoto(...MP[12], 1), 4_600_000),
  "12mp-turned.jpg": async () => turned(await makers["12mp.jpg"]()),
  "12mp-progressive.jpg": () => progressive(drawPhoto(...MP[12], 1)),
  "12mp.png": () => pngOf(...MP[12], 0.1),
  "50mp.jpg": () => jpegOf(drawPhoto(...MP[50], 1), 14_000_000),
};

const pngOf = (width, height, grain) => drawPhoto(width, height, grain).convertToBlob({ type: "image/png" });

async function progressive(canvas) {
  await initJpeg(undefined, { locateFile: (name) => `/modules/@jsquash/jpeg/codec/enc/${name}` });
  const pixels = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
  return new Blob([await encode(pixels, { quality: 90, progressive: true })]);
}

/** As a phone that was held upright writes it: EXIF with orientation 6, behind the start of the file. */
function turned(jpeg) {
  const exif = [0xff, 0xe1, 0, 34, ...new TextEncoder().encode("Exif\0\0MM\0*"), 0, 0, 0, 8, 0, 1];
  const entry = [0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, 6, 0, 0, 0, 0, 0, 0];
  return new Blob([jpeg.slice(0, 2), new Uint8Array([...exif, ...entry]), jpeg.slice(2)]);
}

/** A PNG of so many bytes: with a chunk of nothing before its end, as editors leave them. */
async function padded(making, bytes, pad) {
  const file = new Uint8Array(await (await making).arrayBuffer());
  return file.length + 12 > bytes ? new Blob([file]) : pad(file, bytes - file.length - 12);
}

function png(file, length) {
  const chunk = new Uint8Array(length + 12);
  const view = new DataView(chunk.buffer);
  view.setUint32(0, length);
  chunk.set(new TextEncoder().encode("prVt"), 4);
  view.setUint32(length + 8, crc32(chunk.subarray(4, length + 8)));
  return new Blob([file.subarray(0, -12), chunk, file.subarray(-12)]);
}

function crc32(bytes) {
  let crc = -1;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}

/** A scan in a PDF: one page, whose picture takes about so many bytes. */
async function pdf(bytes) {
  const noise = new Uint8Array(bytes - 700);
  for (let at = 0; at < noise.length; at += 65_536) {
    crypto.getRandomValues(noise.subarray(at, Math.min(noise.length, at + 65_536)));
  }
  const parts = [];
  let length = 0;
  const offsets = [];
  const add = (part) => {
    parts.push(part);
    length += part.length;
  };
  const object = (text, stream) => {
    offsets.push(length);
    add(`${offsets.length} 0 obj\n${text}\n`);
    if (stream) {
      add("stream\n");
      add(stream);
      add("\nendstream\n");
    }
    add("endobj\n");
  };
  add("%PDF-1.4\n");
  object("<< /Type /Catalog /Pages 2 0 R >>");
  object("<< /Type /Pages /Kids [3 0 R] /Count 1 >>");
  object("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /XObject << /I 4 0 R >> >> >>");
  object(
    `<< /Type /XObject /Subtype /Image /Width 8 /Height 8 /ColorSpace /DeviceGray /BitsPerComponent 8 /Length ${noise.length} >>`,
    noise,
  );
  const start = length;
  const rows = offsets.map((offset) => `${String(offset).padStart(10, "0")} 00000 n \n`).join("");
  add(
    `xref\n0 5\n0000000000 65535 f \n${rows}trailer\n<< /Size 5 /Root 1 0 R >>\nstartxref\n${start}\n%%EOF\n`,
  );
  return new Blob(parts);
}
