// What may come to `pick`, and under which name it goes on.

import { deepEqual, equal, ok } from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, afterEach, before, beforeEach, describe, test } from "node:test";

import { inForm, mount, statusOf } from "./support/element.mjs";
import { jpeg } from "./support/jpeg.mjs";
import { openShop } from "./support/shop.mjs";

const TIMEOUT = { timeout: 60_000 };

describe("picked things", () => {
  let shop;
  let page;
  before(async () => {
    shop = await openShop();
  });
  beforeEach(async () => {
    page = await shop.page();
    await mount(page, inForm());
    await page.evaluate(async () => {
      const { Session } = await import("/pkg/session.js");
      globalThis.session = new Session({ document: "ktp", vendor: "verihubs" });
      globalThis.good = (name) => kit.picture({ seed: 23_000, width: 1000, height: 640 }, name);
    });
  });
  afterEach(() => page.context().close());
  after(() => shop.close());

  for (const [name, source] of Object.entries({
    undefined: "undefined",
    null: "null",
    "an empty text": '""',
    "an empty list": "[]",
    "the files of an empty input": 'Object.assign(document.createElement("input"), { type: "file" }).files',
  })) {
    test(`${name} is no file: it clears`, TIMEOUT, async () => {
      const found = await page.evaluate(async (source) => {
        const nothing = () => new Function(`return ${source}`)();
        const form = document.querySelector("form");
        const states = [];
        for (const view of [session, field]) {
          const phase = () => (view === field ? field.snapshot : session.getSnapshot()).phase;
          await view.pick(nothing());
          states.push(phase());
          await view.pick(good());
          states.push(phase());
          await view.pick(nothing());
          states.push(phase());
        }
        await field.updateComplete;
        return [states, form.checkValidity(), new FormData(form).get("ktp")];
      }, source);
      deepEqual(found, [["idle", "ready", "idle", "idle", "ready", "idle"], true, null]);
      deepEqual(page.complaints, []);
    });
  }

  test("of a list the first file is taken", TIMEOUT, async () => {
    const names = await page.evaluate(async () => {
      const data = new DataTransfer();
      data.items.add(good("one.jpg"));
      data.items.add(good("two.jpg"));
      await field.pick(data.files);
      await session.pick([good("three.jpg")]);
      return [field.snapshot.original.name, session.getSnapshot().original.name];
    });
    deepEqual(names, ["one.jpg", "three.jpg"]);
  });

  // Shared memory may change while it is read.
  const shared = "new WebAssembly.Memory({ initial: 1, maximum: 1, shared: true }).buffer";
  for (const source of ['"ktp.jpg"', "{}", "42", "[1]", shared, `new Uint8Array(${shared})`]) {
    test(`${source} is no file, and the console says so`, TIMEOUT, async () => {
      const phase = await page.evaluate(async (source) => {
        await field.pick(new Function(`return ${source}`)());
        return field.snapshot.phase;
      }, source);
      equal(phase, "idle");
      equal(page.complaints.length, 1);
      ok(page.complaints[0].includes("File or Blob"), page.complaints[0]);
    });
  }

  /** Name and type under which the form posts what this script picks. */
  const posted = (script) =>
    page.evaluate(async (script) => {
      await field.pick(new Function(`return ${script}`)());
      await field.updateComplete;
      const { name, type } = new FormData(document.querySelector("form")).get("ktp");
      return [field.snapshot.phase, name, type];
    }, script);

  test("a File of another realm keeps its name", TIMEOUT, async () => {
    const script = `(() => {
      const { contentWindow } = document.body.appendChild(document.createElement("iframe"));
      return new contentWindow.File([good()], "kartu saya.jpg", { type: "image/jpeg" });
    })()`;
    deepEqual(await posted(script), ["ready", "kartu saya.jpg", "image/jpeg"]);
  });

  test("a plain Blob gets a name with the extension of what it is", TIMEOUT, async () => {
    for (const type of ["image/jpeg", "", "image/png"]) {
      const [phase, name, posting] = await posted(`new Blob([good()], { type: "${type}" })`);
      deepEqual([phase, name], ["ready", "document.jpg"], type);
      equal(posting, type || "image/jpeg");
    }
  });

  test("bytes are a file, which gets such a name too", TIMEOUT, async () => {
    await page.evaluate(async () => {
      globalThis.bytes = await good().arrayBuffer();
    });
    for (const script of ["bytes", "new Uint8Array(bytes)", "new DataView(bytes)"])
      deepEqual(await posted(script), ["ready", "document.jpg", "image/jpeg"], script);
    const refused = await page.evaluate(async () => {
      await session.pick(new Uint8Array(9));
      const { phase, error } = session.getSnapshot();
      await session.pick(new ArrayBuffer(0));
      return [phase, error.problems[0].code, session.getSnapshot().error.problems[0].code];
    });
    deepEqual(refused, ["failed", "unsupported_format", "empty_file"]);
  });

  test("one that has to be prepared too, of either kind", TIMEOUT, async () => {
    const sideways = "kit.picture({ seed: 7, width: 1000, height: 640, orientation: 6 })";
    deepEqual(await posted(`new Blob([${sideways}])`), ["ready", "document.jpg", "image/jpeg"]);
    const script = `(() => {
      const { contentWindow } = document.body.appendChild(document.createElement("iframe"));
      return new contentWindow.File([${sideways}], "kartu.png", { type: "image/jpeg" });
    })()`;
    deepEqual(await posted(script), ["ready", "kartu.jpg", "image/jpeg"]);
  });

  describe("dropped", () => {
    let folder;
    before(async () => {
      folder = await mkdtemp(join(tmpdir(), "periksa-folder-"));
      await writeFile(join(folder, "ktp.jpg"), jpeg({ seed: 23_100, width: 1000, height: 640 }));
      await writeFile(join(folder, "other.jpg"), jpeg({ seed: 23_101, width: 1000, height: 640 }));
    });
    after(() => rm(folder, { recursive: true }));

    /** Drops these paths as the desktop does. */
    const drop = async (...files) => {
      const { x, y, width, height } = await page.locator("periksa-input").boundingBox();
      const session = await page.context().newCDPSession(page);
      const data = { items: [], files, dragOperationsMask: 1 };
      for (const type of ["dragEnter", "dragOver", "drop"])
        await session.send("Input.dispatchDragEvent", { type, x: x + width / 2, y: y + height / 2, data });
      await session.detach();
      await page.waitForTimeout(50);
      await page.waitForFunction(() => field.snapshot.phase !== "checking");
      await page.evaluate(() => field.updateComplete);
    };
    const picked = () => page.evaluate(() => field.snapshot.original?.name ?? null);

    test("a folder: says that it is one, and takes nothing", TIMEOUT, async () => {
      await drop(folder);
      equal(await picked(), null);
      const { line } = await statusOf(page);
      ok(line.includes("folder"), line);
      equal(await page.evaluate(() => document.querySelector("form").checkValidity()), true);
      await drop(join(folder, "ktp.jpg"));
      equal(await picked(), "ktp.jpg");
      ok(!JSON.stringify(await statusOf(page)).includes("folder"));
    });

    test("a folder over a good file: leaves it", TIMEOUT, async () => {
      await drop(join(folder, "ktp.jpg"));
      await drop(folder);
      equal(await picked(), "ktp.jpg");
      equal(await page.evaluate(() => field.snapshot.phase), "ready");
      ok((await statusOf(page)).notes.join().includes("folder"));
    });

    test("a folder and two files: takes the first file", TIMEOUT, async () => {
      await drop(folder, join(folder, "ktp.jpg"), join(folder, "other.jpg"));
      equal(await picked(), "ktp.jpg");
    });

    test("two files: takes the first", TIMEOUT, async () => {
      await drop(join(folder, "other.jpg"), join(folder, "ktp.jpg"));
      equal(await picked(), "other.jpg");
    });
  });
});
