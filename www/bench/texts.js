/** What this page says besides what it has in common with the demo page. */
export const TEXTS = {
  bench: { id: "Ukur periksa di perangkat ini", en: "Measure periksa on this device" },
  "bench.title": { id: "periksa: ukur", en: "periksa: measure" },
  "bench.tagline": {
    id: "Di samping apa yang dimiliki peramban sendiri. Tidak ada yang dikirim.",
    en: "Beside what the browser has itself. Nothing is sent.",
  },
  "bench.setup": { id: "Foto dan mulai", en: "Photo and start" },
  "bench.file": {
    id: "Foto sendiri, JPEG atau PNG (boleh kosong)",
    en: "A photo of yours, JPEG or PNG (may be left empty)",
  },
  "bench.file.hint": {
    id: "Tanpa berkas, halaman ini menggambar foto 12 megapiksel.",
    en: "Without a file the page draws a photo of 12 megapixels.",
  },
  "bench.start": { id: "Mulai mengukur", en: "Start measuring" },
  "bench.stop": { id: "Hentikan", en: "Stop" },
  "bench.progress": { id: "Kemajuan", en: "Progress" },
  "bench.results": { id: "Hasil", en: "Results" },
  "bench.hint": {
    id: "Nilai tengah dari beberapa giliran; makin pendek batangnya, makin cepat. Hanya perbandingannya yang berarti.",
    en: "Medians of some turns; the shorter the bar, the quicker. Only ratios mean something.",
  },
  "bench.drawing": { id: "Menggambar foto…", en: "Drawing the photo…" },
  "bench.measuring": { id: "Mengukur: {stage}…", en: "Measuring: {stage}…" },
  "bench.done": { id: "Selesai: {name}, {size}.", en: "Done: {name}, {size}." },
  "bench.stopped": {
    id: "Dihentikan; yang sudah diukur tetap di bawah.",
    en: "Stopped; what was measured stays below.",
  },
  "bench.failed": { id: "Tidak bisa diukur: {reason}", en: "Could not be measured: {reason}" },
  "bench.way": { id: "Cara", en: "Way" },
  "bench.ms": { id: "ms", en: "ms" },
  "bench.ratio": { id: "kali", en: "times" },
  "bench.unable": { id: "tidak bisa di sini", en: "not possible here" },
  "stage.facts": { id: "Fakta", en: "Facts" },
  "stage.facts.about": {
    id: "format, sisi, arah, dan apakah berkasnya utuh",
    en: "format, sides, orientation, and whether the file is whole",
  },
  "stage.body": { id: "Isi permintaan", en: "Request body" },
  "stage.body.about": { id: "berkas sebagai JSON dengan base64", en: "the file as JSON with base64" },
  "stage.quality": { id: "Kartu dan mutu", en: "Card and quality" },
  "stage.quality.about": {
    id: "buram, gelap, pantulan, hitam putih, dan letak kartu",
    en: "blur, dark, glare, black-and-white, and where the card is",
  },
  "stage.prepare": { id: "Perkecil", en: "Prepare" },
  "stage.prepare.about": {
    id: "di bawah 1 MB, sisi panjang 2560",
    en: "under 1 MB, long side 2560",
  },
  "way.slice": { id: "baca 64 kB saja", en: "reading 64 kB, no more" },
  "way.bitmap": { id: "createImageBitmap saja", en: "createImageBitmap alone" },
  "way.laplacian": { id: "canvas dan Laplacian (buram saja)", en: "canvas and Laplacian (blur alone)" },
  "way.canvas": { id: "canvas, mutu sudah diketahui", en: "canvas, quality known before" },
};
