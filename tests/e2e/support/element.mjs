// `<periksa-input>` on a page that is not ours.

/** Puts this on the page, and defines the element; `heard` gets the types and details of its events. */
export async function mount(page, html) {
  await page.evaluate(async (html) => {
    document.body.innerHTML = html;
    globalThis.heard = [];
    for (const type of ["periksa-report", "periksa-record", "periksa-error", "change"])
      document.addEventListener(type, ({ detail, target }) => heard.push({ type, detail, target }));
    await import("/pkg/element.js");
    globalThis.field = document.querySelector("periksa-input");
    await field?.updateComplete;
  }, html);
}

/** Waits until the first element is in this phase. */
export function reach(page, phase) {
  return page.locator(`periksa-input[phase="${phase}"]`).first().waitFor();
}

/** A button of the first element, by its part. */
export function button(page, part) {
  return page.locator("periksa-input").first().locator(`button[part~="${part}"]`);
}

/** Picks a file through the browser's own chooser. */
export async function choose(page, file, part = "pick") {
  const [chooser] = await Promise.all([page.waitForEvent("filechooser"), button(page, part).click()]);
  await chooser.setFiles(file);
}

/** A file as the chooser takes it. */
export function asFile(bytes, name = "ktp.jpg", mimeType = "image/jpeg") {
  return { name, mimeType, buffer: Buffer.from(bytes) };
}

/** What each of these says, without the markup's own spaces. */
export async function texts(locator) {
  const all = await locator.allTextContents();
  return all.map((text) => text.replace(/\s+/g, " ").trim());
}
