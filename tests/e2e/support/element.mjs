// `<periksa-input>` on a page that is not ours.

import { jpeg } from "./jpeg.mjs";

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
  return page
    .locator(phase === "idle" ? "periksa-input:not([phase])" : `periksa-input[phase="${phase}"]`)
    .first()
    .waitFor();
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

/** Drops a picture on the first element, or pastes one, and tells whether the browser was kept from taking it. */
export function transfer(page, kind, name = "ktp.jpg") {
  return page.evaluate(
    ([kind, name]) => {
      const data = new DataTransfer();
      data.items.add(kit.picture({ seed: 5 }, name));
      const options = { bubbles: true, composed: true, cancelable: true };
      const base = field.shadowRoot.querySelector("[part~=base]");
      const event =
        kind === "paste"
          ? new ClipboardEvent("paste", { clipboardData: data, ...options })
          : new DragEvent(kind, { dataTransfer: data, ...options });
      return !base.dispatchEvent(event);
    },
    [kind, name],
  );
}

/** The element in a form, with these further attributes. */
export function inForm(attributes = "", rest = "") {
  return `<main lang="id">
    <form action="/nowhere" method="post" enctype="multipart/form-data">
      <periksa-input name="ktp" kind="ktp" vendor="verihubs" ${attributes}></periksa-input>
      <button id="submit">Lanjut</button> ${rest}
    </form>
  </main>`;
}

/** The same, to be sent through the proxy. */
export function sendingForm(shop, attributes = "") {
  return inForm(`endpoint="${shop.proxy.endpoint}" retries="0" ${attributes}`);
}

/** The line that says where it stands, and the notes under it. */
export async function statusOf(page) {
  const [line] = await texts(page.locator("periksa-input [part=line]"));
  return { line, notes: await texts(page.locator("periksa-input [part~=note]")) };
}

/** The parts of the buttons that can be pressed. */
export function enabledButtons(page) {
  const buttons = page.locator("periksa-input button:enabled:visible");
  return buttons.evaluateAll((all) => all.map(({ part }) => part.value));
}

let seed = 15_000;

/** A picture that no other test has sent. */
export function picture(options) {
  seed += 1;
  return asFile(jpeg({ seed, ...options }));
}

/** What the chooser takes and the vendor does not. */
export const TEXT = asFile(Buffer.from("no picture"), "ktp.jpg");
