// The element twice: it has refused a blurred photo, and has read another one and filled in the form.

import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import { createServer } from "node:http";

import { launch, openPage } from "../tests/e2e/support/browser.mjs";

const { sandbox } = await import("../pkg/sandbox.js");
const PAGE = `<!doctype html>
<html lang="id">
  <meta name="color-scheme" content="light">
  <link rel="icon" href="data:,">
  <script type="module" src="/periksa/element.js"></script>
  <style>
    body { font: 15px/1.4 system-ui, sans-serif; margin: 0; padding: 16px; display: flex; gap: 20px; width: 740px; }
    form { flex: 1; min-width: 0; display: grid; gap: 10px; align-content: start; }
    label { display: grid; gap: 2px; }
    input { font: inherit; padding: 6px 8px; border: 1px solid #9aa4b2; border-radius: 6px; }
  </style>
  <form><periksa-input kind="ktp" vendor="verihubs" required></periksa-input></form>
  <form>
    <periksa-input kind="ktp" vendor="verihubs" endpoint="/api/ocr" required></periksa-input>
    <label>NIK <input name="nik"></label>
    <label>Nama lengkap <input name="name"></label>
  </form>
</html>`;

const server = createServer((request, response) =>
  request.url === "/shot"
    ? response.writeHead(200, { "Content-Type": "text/html" }).end(PAGE)
    : sandbox(request, response),
).listen(0, "127.0.0.1");
await once(server, "listening");
const browser = await launch();
try {
  const address = `http://127.0.0.1:${server.address().port}/shot`;
  const page = await openPage(browser, address, { viewport: { width: 832, height: 900 } });
  await page.evaluate(useBoth);
  const box = await page.locator("body").boundingBox();
  const png = await page.screenshot({ clip: box });
  // A third of the PNG's bytes.
  const webp = await page.evaluate(
    async (url) => {
      const picture = await createImageBitmap(await (await fetch(url)).blob());
      const canvas = new OffscreenCanvas(picture.width, picture.height);
      canvas.getContext("2d").drawImage(picture, 0, 0);
      const blob = await canvas.convertToBlob({ type: "image/webp", quality: 0.8 });
      return [...new Uint8Array(await blob.arrayBuffer())];
    },
    `data:image/png;base64,${png.toString("base64")}`,
  );
  await writeFile(process.argv[2], Uint8Array.from(webp));
  if (page.complaints.length > 0) throw new Error(page.complaints.join("\n"));
} finally {
  await browser.close();
  server.close();
}

/** Runs in the page. */
async function useBoth() {
  const [refusing, reading] = document.querySelectorAll("periksa-input");
  await customElements.whenDefined("periksa-input");
  refusing.policy = { rules: { blur: "block" } };
  await refusing.pick(await photo({ blur: 7 }));
  await reading.pick(await photo({}));
  await reading.send();
  const { nik, fullName } = reading.snapshot.extraction.record;
  reading.form.nik.value = nik.value;
  reading.form.elements.name.value = fullName.value;
  await Promise.all([refusing.updateComplete, reading.updateComplete]);
  await new Promise((resolve) => setTimeout(resolve, 1_000));

  /** A drawn card on a table; nobody's. */
  async function photo({ blur = 0 }) {
    const canvas = Object.assign(document.createElement("canvas"), { width: 1600, height: 1100 });
    const context = canvas.getContext("2d");
    context.fillStyle = "#7d6047";
    context.fillRect(0, 0, 1600, 1100);
    context.filter = blur ? `blur(${blur}px)` : "none";
    context.fillStyle = "#a9cbe2";
    context.beginPath();
    context.roundRect(130, 120, 1340, 850, 40);
    context.fill();
    context.fillStyle = "#b23a3a";
    context.fillRect(1120, 330, 290, 390);
    context.fillStyle = "#d9b99b";
    context.beginPath();
    context.ellipse(1265, 490, 80, 100, 0, 0, 7);
    context.fill();
    context.fillStyle = "#26303c";
    context.fillRect(1150, 610, 230, 110);
    context.textAlign = "center";
    context.font = "bold 46px sans-serif";
    context.fillText("PROVINSI CONTOH", 800, 190);
    context.fillText("KOTA CONTOH", 800, 245);
    context.textAlign = "left";
    context.font = "bold 54px monospace";
    context.fillText("NIK : 0000000000000000", 180, 330);
    context.font = "34px sans-serif";
    const lines = [
      ...["Nama : CONTOH SAJA", "Tempat/Tgl Lahir : CONTOH, 01-01-1990", "Jenis Kelamin : PEREMPUAN"],
      ...["Alamat : JL. CONTOH NO. 1", "RT/RW : 001/002", "Kel/Desa : CONTOH", "Kecamatan : CONTOH"],
      ...["Agama : -", "Status Perkawinan : BELUM KAWIN", "Pekerjaan : CONTOH", "Kewarganegaraan : WNI"],
      "Berlaku Hingga : SEUMUR HIDUP",
    ];
    for (const [index, line] of lines.entries()) context.fillText(line, 180, 395 + 48 * index);
    const blob = await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", 0.9));
    return new File([blob], "ktp.jpg", { type: "image/jpeg" });
  }
}
