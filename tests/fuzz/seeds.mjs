// Writes what fuzzing starts from: `node tests/fuzz/seeds.mjs DIRECTORY` makes a folder for each target. Each file is
// small, sound, and followed by the bytes that a target takes for its choices.

import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join as path } from "node:path";

import { jpeg } from "../e2e/support/jpeg.mjs";
import { pdf } from "../e2e/support/pdf.mjs";
import { png } from "../e2e/support/png.mjs";
import { join, randomBytes } from "../e2e/support/random.mjs";

const little = (...numbers) => numbers.flatMap((number) => [number & 0xff, number >> 8]);
const big = (...numbers) => numbers.flatMap((number) => [number >> 8, number & 0xff]);
const long = (...numbers) => numbers.flatMap((number) => big(number >>> 16, number & 0xffff));
const box = (type, ...parts) => {
  const content = join(...parts);
  return join(long(content.length + 8), type, content);
};

/** EXIF with an orientation, and a place in a directory of its own. */
const turned = join(
  "MM\0*",
  long(8),
  big(2),
  [1, 0x12, 0, 3, 0, 0, 0, 1, 0, 6, 0, 0],
  [0x88, 0x25, 0, 4],
  long(1, 38),
  long(0),
  big(1),
  [0, 2, 0, 5],
  long(3, 0),
  long(0),
);

/** One item of 1000 x 640, turned, as cameras write it. */
const heif = (brand, coding) =>
  join(
    box("ftyp", brand, long(0), "mif1", brand),
    box(
      "meta",
      long(0),
      box("hdlr", long(0, 0), "pict", long(0, 0, 0), "\0"),
      box("pitm", long(0), big(1)),
      box("iinf", long(0), big(1), box("infe", [2, 0, 0, 0], big(1, 0), coding, "\0")),
      box(
        "iprp",
        box("ipco", box("ispe", long(0, 1000, 640)), box("irot", [1])),
        box("ipma", long(0, 1), big(1), [2, 0x81, 0x82]),
      ),
      box("iloc", long(0), [0x44, 0], big(1, 1, 0, 1), long(300, 4)),
    ),
    box("mdat", long(0)),
  );

const webp = (...chunks) => {
  const content = join("WEBP", ...chunks);
  return join("RIFF", little(content.length, 0), content);
};

const files = {
  jpeg: [jpeg({ width: 64, height: 40 }), jpeg({ width: 64, height: 40, orientation: 6 })],
  png: [png({ width: 16, height: 10 })],
  pdf: [pdf(), pdf({ pages: 3, protection: "password" }), pdf({ protection: "permissionsOnly" })],
  heif: [heif("heic", "hvc1"), heif("avif", "av01")],
  raster: [
    webp("VP8 ", little(10, 0), [0x10, 0, 0, 0x9d, 1, 0x2a], little(1000, 640)),
    webp("VP8L", little(6, 0), [0x2f, 0xe7, 0xc3, 0x9f, 0, 0]),
    webp(
      "VP8X",
      little(10, 0),
      [8, 0, 0, 0],
      [0xe7, 3, 0, 0x7f, 2, 0],
      "EXIF",
      little(turned.length, 0),
      turned,
    ),
    join("II*\0", little(8, 0, 2, 0x100, 3, 1, 0, 1000, 0, 0x101, 3, 1, 0, 640, 0, 0, 0)),
  ],
  exif: [turned],
};

/** Whatever stands in them is a code: there is none of more than three ones in a row, nor is there any in what follows. */
const codes = (kind, symbols) =>
  segment(
    0xc4,
    [kind, 0, 0, 0, 15],
    new Uint8Array(12),
    Array.from({ length: 15 }, (_, at) => symbols[at % symbols.length]),
  );
const scan = (components, [start, end, bits], seed, length = 900) =>
  join(
    segment(
      0xda,
      [components.length],
      components.flatMap((id) => [id, 0x00]),
      [start, end, bits],
    ),
    randomBytes(seed, length).map((byte) => byte & 0x77),
  );
const segment = (marker, ...parts) => {
  const content = join(...parts);
  return join([0xff, marker], big(content.length + 2), content);
};

/** A JPEG (ITU-T T.81) of 40 x 24 pixels that come at random. Each of its components has a sampling: 0x21 is twice across. */
const coded = ({ samplings, scans, progressive = false, more = [] }) =>
  join(
    [0xff, 0xd8],
    ...more,
    segment(0xdb, [0], new Uint8Array(64).fill(6)),
    segment(
      progressive ? 0xc2 : 0xc0,
      [8],
      big(24, 40),
      [samplings.length],
      samplings.flatMap((sampling, at) => [at + 1, sampling, 0]),
    ),
    codes(0x00, [0, 1, 2, 3, 4, 2, 1]),
    codes(0x10, [0x00, 0x01, 0x11, 0x02, 0x21, 0x03, 0xf0, 0x10, 0x31]),
    ...scans,
    [0xff, 0xd9],
  );
const whole = [0, 63, 0];
const restarts = Array.from({ length: 6 }, (_, at) => [
  ...randomBytes(at + 1, 60).map((byte) => byte & 0x77),
  0xff,
  0xd0 + at,
]);
const pictures = [
  ...files.jpeg,
  ...files.png,
  coded({ samplings: [0x11], scans: [scan([1], whole, 1)] }),
  coded({ samplings: [0x22, 0x11, 0x11], scans: [scan([1, 2, 3], whole, 2)] }),
  coded({ samplings: [0x21, 0x11, 0x11], scans: [1, 2, 3].map((id) => scan([id], whole, id)) }),
  coded({
    samplings: [0x11, 0x11, 0x11],
    more: [segment(0xdd, big(3)), segment(0xe1, "Exif\0\0", turned)],
    scans: [segment(0xda, [3, 1, 0, 2, 0, 3, 0, 0, 63, 0]), ...restarts],
  }),
  coded({
    samplings: [0x22, 0x11, 0x11, 0x22],
    more: [segment(0xee, "Adobe", [0, 100, 0, 0, 0, 0, 2])],
    scans: [scan([1, 2, 3, 4], whole, 3)],
  }),
  coded({
    samplings: [0x22, 0x11, 0x11],
    progressive: true,
    scans: [
      scan([1, 2, 3], [0, 0, 0x01], 4, 300),
      scan([1], [1, 5, 0x02], 5),
      scan([2], [1, 63, 0x01], 6),
      scan([1], [6, 63, 0x02], 7),
      scan([1], [1, 63, 0x21], 8),
      scan([1, 2, 3], [0, 0, 0x10], 9, 100),
      scan([1], [1, 63, 0x10], 10),
    ],
  }),
];

const field = (value) => ({
  value,
  value_original: value,
  confidence: 97.24,
  confidence_text: "90",
  polygon: [[1, 2]],
  page_index: 0,
});
const answers = [
  {
    message: "Success",
    data: {
      nik: "9901015703940007",
      full_name: "RANI CONTOH",
      date_of_birth: "17-03-1994",
      image_quality: { blur: false },
    },
  },
  {
    data: {
      reference_id: "r",
      result_data: {
        no_polisi: "D4521KLM",
        isi_silinder: "1497",
        berlaku_sampai: "09-04-2029",
        total_pajak: "Rp 1.250.000",
      },
    },
  },
  {
    status: "SUCCESS",
    read: { nik: field("9901015703940007"), tanggal_lahir: field("17-03-1994") },
    qualities: { is_blurred: true, blur: { value: false } },
  },
  {
    status: "SUCCESS",
    read: {
      halaman_stnk: { tahun_pembuatan: field("2023") },
      halaman_pajak_tahunan: {
        table: [
          { jenis_biaya: field("PKB"), pokok: field("1.250") },
          { jenis_biaya: "JUMLAH", jumlah: field("1.250") },
        ],
      },
    },
  },
  {
    type: "urn:periksa:invalid_file",
    billed: "no",
    problems: [{ code: "too_few_pixels", severity: "error", limit: "720x480", actual: 5, fix: "retake" }],
  },
  { message: "KTP not detected from image", error_code: "KTP_NOT_DETECTED" },
];

/** Nine routes, a status that is known or not. */
const asked = answers.flatMap((answer, index) =>
  Array.from({ length: 9 }, (_, route) => join(Buffer.from(JSON.stringify(answer)), [route, index % 3, 0])),
);

/** Not cut and without a gap; cut in the middle; with a gap in the middle. */
const CHOICES = [
  [0, 0, 0, 0],
  [7, 0x80, 0, 0],
  [90, 0x80, 0, 0xff],
];
const chosen = (list, ...before) =>
  list.flatMap((file) => CHOICES.map((choices) => join(file, ...before, choices)));

/** The pictures, and rows for each kind of PNG. */
const made = (target, ...before) => ({
  [target]: before.flatMap((choices) => [
    ...pictures.map((file) => join(file, choices, [1, 0, 0])),
    ...Array.from({ length: 100 }, (_, shape) => join(randomBytes(shape, 2_000), choices, [3, shape, 0x57])),
  ]),
});

const seeds = {
  ...Object.fromEntries(Object.entries(files).map(([target, list]) => [target, chosen(list)])),
  inspect: chosen(Object.values(files).flat(), "\0image/jpeg\0KTP.JPG"),
  normalize: asked,
  // The weights themselves; nothing changed, in pictures of several sizes; and some changed.
  card: [
    join(readFileSync(new URL("../../src/card/periksa_card.bin", import.meta.url)), [63, 47, 0]),
    ...[40, 160, 240].map((side) => join([side, 250 - side, 90])),
    ...[1, 2, 3].map((seed) => join(randomBytes(seed, 400), [90, 60, 0])),
  ],
  ...made("pixels", [10]),
  ...made("prepare", [6, 0, 0], [1, 2, 0]),
};

const [directory] = process.argv.slice(2);
for (const [target, list] of Object.entries(seeds)) {
  mkdirSync(path(directory, target), { recursive: true });
  list.forEach((seed, index) => {
    writeFileSync(path(directory, target, `seed-${index}`), seed);
  });
}
