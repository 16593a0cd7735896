// `periksa/session`: one document's way through a form, as both `<periksa-input>` and the hook show it.

import { deepEqual, equal, notEqual, ok } from "node:assert/strict";
import { after, afterEach, before, beforeEach, describe, test } from "node:test";

import { card } from "./support/card.mjs";
import { relay } from "./support/relay.mjs";
import { keysOf, openShop } from "./support/shop.mjs";

const TIMEOUT = { timeout: 60_000 };

/** Starts a session in the page; `seen` gets each snapshot, `events` what `onEvent` hears. */
async function start(page, settings = {}, modules = {}) {
  await page.evaluate(
    async ([settings, modules]) => {
      const { Session } = await import("/pkg/session.js");
      globalThis.seen = [];
      globalThis.events = [];
      globalThis.settings = {
        document: "ktp",
        vendor: "verihubs",
        onEvent: (e) => events.push(e),
        ...settings,
      };
      if (modules.engine) globalThis.settings.engine = await import(modules.engine);
      globalThis.session = new Session(globalThis.settings);
      session.subscribe(() => seen.push(session.getSnapshot()));
    },
    [settings, modules],
  );
}

/** What there is now, as far as it is plain data. */
function now(page) {
  return page.evaluate(() => {
    const { phase, report, isChecked, rotation, attempt, error, extraction, file, original } =
      session.getSnapshot();
    return {
      ...{ phase, isChecked, rotation, attempt },
      ok: report?.ok ?? null,
      code: error?.code ?? null,
      nik: extraction?.record.nik.value ?? null,
      hasFile: file !== null,
      isOriginal: file === original,
    };
  });
}

/** The phases seen, without repetitions. */
function phases(page) {
  return page.evaluate(() =>
    seen.map(({ phase }) => phase).filter((phase, index, all) => phase !== all[index - 1]),
  );
}

describe("periksa/session", () => {
  let shop;
  let page;
  let seed = 12_000;
  const passedOn = [];
  before(async () => {
    shop = await openShop({
      routes: { "/ocr/verihubs/ktp": relay(() => shop.proxy.endpoint, "verihubs/ktp", passedOn) },
    });
  });
  beforeEach(async () => {
    seed += 1;
    page = await shop.page();
  });
  afterEach(() => page.context().close());
  after(() => shop.close());

  const settings = (scenario) => ({
    endpoint: shop.proxy.endpoint,
    retries: 0,
    headers: scenario ? { "Sandbox-Scenario": scenario } : {},
  });
  const pick = (options = {}) =>
    page.evaluate((options) => session.pick(kit.picture(options)), { seed, ...options });
  const text = () => page.evaluate(() => session.pick(new File(["no picture"], "ktp.jpg")));
  const send = () => page.evaluate(() => session.send());

  test("goes from picked file to record, each change another snapshot", TIMEOUT, async () => {
    await start(page, settings());
    deepEqual(await now(page), {
      ...{ phase: "idle", isChecked: false, rotation: 0, attempt: 0, ok: null, code: null, nik: null },
      ...{ hasFile: false, isOriginal: true },
    });
    await pick();
    const ready = await now(page);
    deepEqual([ready.phase, ready.ok, ready.isChecked, ready.hasFile], ["ready", true, true, true]);
    await send();
    const done = await now(page);
    equal(done.phase, "done");
    equal(done.nik.length, 16);
    deepEqual(await phases(page), ["checking", "ready", "sending", "done"]);
    const [progress, isFrozen, isDistinct, isStable, heard] = await page.evaluate(() => [
      seen.map(({ progress }) => progress?.phase).filter(Boolean),
      seen.every(Object.isFrozen),
      new Set(seen).size === seen.length,
      session.getSnapshot() === seen.at(-1),
      events.map(({ phase }) => phase),
    ]);
    for (const phase of ["checking", "uploading", "waiting"]) ok(progress.includes(phase), phase);
    ok(isFrozen && isDistinct && isStable);
    // The file is judged once.
    deepEqual(heard, ["checking", "encoding", "sending", "done"]);
    equal(page.workers().length, 1);
  });

  test("sends the very file it shows, prepared", TIMEOUT, async () => {
    await start(page, { ...settings(), endpoint: "/ocr" });
    await pick({ width: 640, height: 1000, orientation: 6 });
    equal((await now(page)).isOriginal, false);
    await send();
    const [changes, sent, shown] = await page.evaluate(async () => {
      const { file, prepared, extraction } = session.getSnapshot();
      return [
        prepared.changes.map(({ kind }) => kind),
        extraction.prepared,
        await kit.periksa.toBase64(file),
      ];
    });
    ok(changes.includes("rotated"));
    // It went as it was.
    equal(sent, null);
    equal(JSON.parse(passedOn[0].body).image, shown);
  });

  test("leaves it alone where it is not to be prepared", TIMEOUT, async () => {
    await start(page, { ...settings(), endpoint: "/ocr", prepare: false });
    await pick({ width: 640, height: 1000, orientation: 6 });
    equal((await now(page)).isOriginal, true);
    await send();
    const shown = await page.evaluate(() => kit.periksa.toBase64(session.getSnapshot().original));
    equal(JSON.parse(passedOn.at(-1).body).image, shown);
  });

  test("turns it by quarters", TIMEOUT, async () => {
    await start(page);
    await pick();
    const sizes = [];
    for (const rotation of [90, 180, 270, 0]) {
      await page.evaluate(() => session.rotate());
      equal((await now(page)).rotation, rotation);
      sizes.push(
        await page.evaluate(async () => {
          const { width, height } = await kit.periksa.inspect(session.getSnapshot().file);
          return [width, height];
        }),
      );
    }
    deepEqual(sizes, [
      [640, 1000],
      [1000, 640],
      [640, 1000],
      [1000, 640],
    ]);
  });

  test("refuses a bad file, and counts it once", TIMEOUT, async () => {
    await start(page, settings());
    await text();
    const failed = await now(page);
    deepEqual(
      [failed.phase, failed.code, failed.ok, failed.isChecked, failed.hasFile, failed.attempt],
      ["failed", "invalid_file", false, true, false, 1],
    );
    const [isOfError, prepared] = await page.evaluate(() => {
      const { report, error, prepared } = session.getSnapshot();
      return [error.report === report && error.problems.length === report.problems.length, prepared];
    });
    deepEqual([isOfError, prepared], [true, null]);
    await send();
    equal((await now(page)).phase, "failed");
    // The same file once more is no further attempt.
    await page.evaluate(() => session.configure({ ...settings, document: "kitas" }));
    await page.waitForFunction(() => session.getSnapshot().phase === "failed");
    await page.evaluate(() => session.rotate());
    equal((await now(page)).attempt, 1);
    await text();
    equal((await now(page)).attempt, 2);
    await page.evaluate(() => session.clear());
    const cleared = await now(page);
    deepEqual([cleared.phase, cleared.attempt, cleared.code], ["idle", 2, null]);
    equal(page.posts.length, 0);
  });

  test("counts what the vendor turned away, and tells the next check", TIMEOUT, async () => {
    await start(page, settings("KTP_NOT_DETECTED"));
    await pick();
    await send();
    const failed = await now(page);
    deepEqual([failed.phase, failed.code, failed.attempt], ["failed", "document_not_detected", 1]);
    // It would be turned away again.
    await send();
    equal(page.posts.length, 1);
    await pick({ seed: seed + 500 });
    await send();
    equal(page.posts[1].headers().attempt, "1");
  });

  test("what was picked before brings nothing any more", TIMEOUT, async () => {
    await start(page);
    await page.evaluate(async (seed) => {
      const first = session.pick(kit.picture({ seed, width: 3000, height: 2000 }, "first.jpg"));
      const second = session.pick(kit.picture({ seed: seed + 500 }, "second.jpg"));
      await Promise.all([first, second]);
    }, seed);
    const [names, settled] = await page.evaluate(() => [
      seen.map(({ original }) => original.name),
      seen.filter(({ phase }) => phase === "ready").map(({ original }) => original.name),
    ]);
    equal(names.lastIndexOf("first.jpg") < names.indexOf("second.jpg"), true);
    deepEqual(settled, ["second.jpg"]);
    equal((await now(page)).phase, "ready");
  });

  test("cancels a check", TIMEOUT, async () => {
    await start(page);
    await page.evaluate(async (seed) => {
      const picked = session.pick(kit.picture({ seed, width: 3000, height: 2000 }));
      session.cancel();
      await picked;
      await kit.periksa.inspect(kit.picture());
    }, seed);
    deepEqual(await phases(page), ["checking", "idle"]);
  });

  test("cancels a call at once, and the retry pays nothing again", TIMEOUT, async () => {
    await start(page, settings("slow"));
    await pick();
    const calls = await shop.proxy.calls();
    const aborted = await page.evaluate(async () => {
      const sent = session.send();
      while (session.getSnapshot().progress?.phase !== "waiting")
        await new Promise((resolve) => setTimeout(resolve, 20));
      session.cancel();
      const { phase, error } = session.getSnapshot();
      await sent;
      return [phase, error.code, error.billed, session.getSnapshot().error === error];
    });
    deepEqual(aborted, ["failed", "aborted", "unknown", true]);
    await send();
    equal((await now(page)).phase, "done");
    equal(await shop.proxy.calls(), calls + 1);
    const [first, second] = keysOf(page.posts);
    equal(first, second);
  });

  test("cancelled by a listener before anything is sent, it sends nothing", TIMEOUT, async () => {
    await start(page, settings());
    await pick();
    const outcome = await page.evaluate(async () => {
      const leave = session.subscribe(() => {
        if (session.getSnapshot().phase === "sending") session.cancel();
      });
      await session.send();
      leave();
      const { phase, error } = session.getSnapshot();
      return [phase, error.code];
    });
    deepEqual(outcome, ["failed", "aborted"]);
    equal(page.posts.length, 0);
  });

  test("cancelled before anything was sent, it says that it cost nothing", TIMEOUT, async () => {
    await start(page, settings());
    await pick();
    const billed = await page.evaluate(async () => {
      const sent = session.send();
      session.cancel();
      const { billed } = session.getSnapshot().error;
      await sent;
      return [billed, session.getSnapshot().error.billed];
    });
    deepEqual(billed, ["unknown", "no"]);
    equal(page.posts.length, 0);
  });

  test("sends again after signing in", TIMEOUT, async () => {
    await page.route("**/verihubs/ktp", (route) => route.fulfill({ status: 401, body: "sign in first" }), {
      times: 1,
    });
    await start(page, settings());
    await pick();
    await send();
    equal((await now(page)).code, "unauthorized");
    await send();
    equal((await now(page)).phase, "done");
  });

  test("what can't be turned stays as it was", TIMEOUT, async () => {
    await start(page, settings(), { engine: "/pkg/index.js" });
    const refuse = () =>
      page.evaluate(() => {
        const { engine } = settings;
        // The error of a file that it can't read.
        const prepare = (file) => engine.assessQuality(new File(["no picture"], file.name));
        session.configure({ ...settings, engine: { ...engine, prepare } });
      });
    const turned = async (times = 1) => {
      const [before, after, told] = await page.evaluate(async (times) => {
        const plain = ({ turnError, ...rest }) => ({ ...rest, error: rest.error?.code });
        const before = session.getSnapshot();
        await Promise.all(Array.from({ length: times }, () => session.rotate()));
        const { turnError } = session.getSnapshot();
        const isSame =
          session.getSnapshot().file === before.file && session.getSnapshot().error === before.error;
        return [
          plain(before),
          { ...plain(session.getSnapshot()), isSame },
          [turnError.code, turnError.action],
        ];
      }, times);
      deepEqual(after, { ...before, isSame: true });
      deepEqual(told, ["invalid_file", "choose_another_file"]);
    };
    await pick();
    await refuse();
    await turned();
    await turned(2);
    // Nor does it take the retry away.
    await page.route("**/api/ocr/**", (route) => route.abort("connectionreset"), { times: 1 });
    await send();
    await turned();
    await send();
    equal((await now(page)).phase, "done");
    equal(await page.evaluate(() => session.getSnapshot().turnError), null);
    const [first, second] = keysOf(page.posts);
    equal(first, second);
  });

  test(
    "an engine that breaks over a turn leaves the file that was made, and the retry",
    TIMEOUT,
    async () => {
      await start(page, settings(), { engine: "/pkg/index.js" });
      await pick({ orientation: 6, width: 640, height: 1000 });
      await page.route("**/api/ocr/**", (route) => route.abort("connectionreset"), { times: 1 });
      await send();
      const outcome = await page.evaluate(async () => {
        const { engine } = settings;
        const { file, error } = session.getSnapshot();
        const prepare = () => Promise.reject(new engine.OcrError({ code: "engine_unavailable" }));
        session.configure({ ...settings, engine: { ...engine, prepare } });
        await session.rotate();
        const now = session.getSnapshot();
        const { prepared, rotation, turnError } = now;
        return [now.file === file, now.error === error, prepared.file === file, rotation, turnError.code];
      });
      deepEqual(outcome, [true, true, true, 0, "engine_unavailable"]);
      await send();
      equal((await now(page)).phase, "done");
      const [first, second] = keysOf(page.posts);
      equal(first, second);
    },
  );

  test("a turn that the check refuses is shown, and can be turned on", TIMEOUT, async () => {
    await start(page, { policy: { rules: { sideways: "block" } } });
    const base64 = Buffer.from(card({}, seed)).toString("base64");
    await page.evaluate((base64) => session.pick(kit.fileOf(base64, "ktp.png", "image/png")), base64);
    equal((await now(page)).phase, "ready");
    await page.evaluate(() => session.rotate());
    const refused = await now(page);
    deepEqual(
      [refused.phase, refused.code, refused.rotation, refused.hasFile, refused.attempt],
      ["failed", "invalid_file", 90, false, 0],
    );
    const [codes, sides] = await page.evaluate(() => {
      const { report, prepared } = session.getSnapshot();
      return [report.problems.map(({ code }) => code), [prepared.facts.width, prepared.facts.height]];
    });
    deepEqual([codes, sides], [["sideways"], [840, 1200]]);
    await page.evaluate(() => session.rotate());
    const turned = await now(page);
    deepEqual([turned.phase, turned.rotation, turned.hasFile], ["ready", 180, true]);
  });

  test("a picture that was refused stays refused where it can't be turned", TIMEOUT, async () => {
    await start(page, settings(), { engine: "/pkg/index.js" });
    await pick({ width: 300, height: 200 });
    const outcome = await page.evaluate(async () => {
      const { engine } = settings;
      const { phase, report, error } = session.getSnapshot();
      const unavailable = new engine.OcrError({ code: "engine_unavailable" });
      session.configure({ ...settings, engine: { ...engine, prepare: () => Promise.reject(unavailable) } });
      await session.rotate();
      const after = session.getSnapshot();
      const turned = session.rotate();
      session.cancel();
      await turned;
      const back = session.getSnapshot();
      const isBack = [after, back].map(
        (now) => now.report === report && now.error === error && now.file === null,
      );
      return [phase, after.phase, after.rotation, after.turnError.code, isBack];
    });
    deepEqual(outcome, ["failed", "failed", 0, "engine_unavailable", [true, true]]);
  });

  test(
    "a record is kept where the picture can't be turned, whatever changed meanwhile",
    TIMEOUT,
    async () => {
      await start(page, settings("slow"));
      await pick();
      const [record, after] = await page.evaluate(async () => {
        const sent = session.send();
        session.configure({ ...settings, policy: { rules: { blur: "off" } } });
        await sent;
        const { extraction } = session.getSnapshot();
        const turned = session.rotate();
        session.cancel();
        await turned;
        const now = session.getSnapshot();
        return [extraction.document, [now.phase, now.extraction === extraction]];
      });
      deepEqual([record, after], ["ktp", ["done", true]]);
    },
  );

  test("a turn that is cancelled leaves the file", TIMEOUT, async () => {
    await start(page, settings());
    await pick();
    const isSame = await page.evaluate(async () => {
      const { file, report, rotation } = session.getSnapshot();
      const turned = session.rotate();
      session.cancel();
      await turned;
      const now = session.getSnapshot();
      return [now.phase, now.file === file, now.report === report, now.rotation === rotation];
    });
    deepEqual(isSame, ["ready", true, true, true]);
    await page.evaluate(() => session.cancel());
    equal((await now(page)).phase, "ready");
  });

  test("other headers are sent with the next try, which takes the next key", TIMEOUT, async () => {
    await start(page, settings("INTERNAL_SERVER_ERROR"));
    await pick();
    await send();
    equal((await now(page)).phase, "failed");
    await page.evaluate(() => session.configure({ ...settings, headers: { authorization: "Bearer 2" } }));
    await send();
    equal((await now(page)).phase, "done");
    const [first, second] = page.posts.map((post) => post.headers());
    deepEqual(
      [first.authorization, second.authorization, second["sandbox-scenario"]],
      [undefined, "Bearer 2", undefined],
    );
    notEqual(first["idempotency-key"], second["idempotency-key"]);
  });

  test("a worker that breaks over a file does not bring it to the page's thread", TIMEOUT, async () => {
    await start(page, { failOpen: false });
    await pick();
    const outcome = await page.evaluate(async () => {
      const { terminate } = await import("/pkg/worker.js");
      const picked = session.pick(kit.picture({ seed: 3 }));
      terminate();
      await picked;
      return session.getSnapshot().error?.code;
    });
    equal(outcome, "engine_unavailable");
    await pick();
    equal((await now(page)).phase, "ready");
    equal(page.workers().length, 1);
  });

  test("takes nothing else while it sends", TIMEOUT, async () => {
    await start(page, settings("slow"));
    await pick();
    const names = await page.evaluate(async () => {
      const sent = session.send();
      session.pick(kit.picture({ seed: 1 }, "other.jpg"));
      session.rotate();
      session.send();
      await sent;
      return seen.map(({ original }) => original.name);
    });
    deepEqual([...new Set(names)], ["picture.jpg"]);
    deepEqual(await phases(page), ["checking", "ready", "sending", "done"]);
    equal(page.posts.length, 1);
  });

  test("a retry after a broken connection keeps the key", TIMEOUT, async () => {
    await start(page, settings());
    await pick();
    await page.route("**/api/ocr/**", (route) => route.abort("connectionreset"));
    await send();
    const failed = await now(page);
    deepEqual([failed.phase, failed.code, failed.hasFile, failed.attempt], ["failed", "network", true, 0]);
    await page.unroute("**/api/ocr/**");
    await send();
    equal((await now(page)).phase, "done");
    const [first, second] = keysOf(page.posts);
    ok(first);
    equal(first, second);
  });

  test(
    "a file is ready unchecked where the engine can't be had, unless told otherwise",
    TIMEOUT,
    async () => {
      await page.context().route("**/*.wasm", (route) => route.fulfill({ status: 404 }));
      await start(page, settings());
      await pick();
      const open = await now(page);
      deepEqual(
        [open.phase, open.isChecked, open.isOriginal, open.hasFile, open.code],
        ["ready", false, true, true, "engine_unavailable"],
      );
      await send();
      deepEqual(
        [(await now(page)).phase, (await now(page)).code, (await now(page)).hasFile],
        ["failed", "engine_unavailable", true],
      );
      // It is tried again.
      await page.context().unroute("**/*.wasm");
      await send();
      equal((await now(page)).phase, "done");

      await page.context().route("**/*.wasm", (route) => route.fulfill({ status: 404 }));
      await page.reload();
      await page.evaluate(async () => {
        globalThis.kit = await import("/support/kit.mjs");
      });
      await start(page, { ...settings(), failOpen: false });
      await pick();
      const closed = await now(page);
      deepEqual(
        [closed.phase, closed.code, closed.hasFile, closed.attempt],
        ["failed", "engine_unavailable", false, 0],
      );
    },
  );

  test("says what the vendor takes", TIMEOUT, async () => {
    await start(page);
    const [here, there] = await page.evaluate(async () => {
      return [await kit.periksa.requirements("ktp", "verihubs"), await session.requirements()];
    });
    deepEqual(there, here);
    ok(there.accept.includes("image/jpeg"));
    const code = await page.evaluate(() => {
      session.configure({ ...settings, document: "sim" });
      return session.requirements().catch((error) => error.code);
    });
    equal(code, "invalid_options");
  });

  test("other settings judge the file anew; equal ones do nothing", TIMEOUT, async () => {
    await start(page, { ...settings(), policy: { rules: { blur: "off" } } });
    await pick({ width: 300, height: 200 });
    const before = await page.evaluate(() => seen.length);
    const [same, other] = await page.evaluate(() => {
      session.configure({ ...settings, policy: { rules: { blur: "off" } }, headers: {} });
      const same = seen.length;
      session.configure({ ...settings, endpoint: "/elsewhere" });
      return [same, seen.length];
    });
    deepEqual([same, other], [before, before]);
    // In one turn: the check may be through before the page is asked again.
    const phase = await page.evaluate(() => {
      session.configure({ ...settings, vendor: "glair" });
      return session.getSnapshot().phase;
    });
    equal(phase, "checking");
    await page.waitForFunction(() => session.getSnapshot().phase !== "checking");
    const codes = await page.evaluate(() =>
      seen
        .filter(({ report }) => report)
        .map(({ report }) => report.problems.find(({ code }) => code === "too_few_pixels")?.severity),
    );
    equal(codes.length, 2);
    notEqual(codes[0], codes[1]);
  });

  test("what changes while it sends is heeded before it is sent again", TIMEOUT, async () => {
    await start(page, settings("slow"));
    await pick();
    await page.evaluate(async () => {
      const sent = session.send();
      session.configure({ ...settings, document: "kitas" });
      session.cancel();
      await sent;
    });
    equal((await now(page)).code, "aborted");
    await send();
    deepEqual([(await now(page)).phase, (await now(page)).isChecked], ["ready", true]);
    await send();
    ok(page.posts.at(-1).url().endsWith("/kitas"));
    equal(await page.evaluate(() => session.getSnapshot().extraction.document), "kitas");
  });

  test("calls the engine it is given, and another one after that", TIMEOUT, async () => {
    await start(page, settings(), { engine: "/pkg/index.js" });
    await pick();
    await send();
    equal((await now(page)).phase, "done");
    equal(page.workers().length, 0);
    await page.evaluate(async () => {
      const engine = await import("/pkg/worker.js");
      session.clear();
      session.configure({ ...settings, engine });
    });
    await pick();
    equal(page.workers().length, 1);
    // The next one need not see the file again.
    await page.evaluate(async () => {
      session.configure({ ...settings, engine: await import("/pkg/index.js") });
    });
    await send();
    equal((await now(page)).phase, "done");
  });

  test("keeps the engine it is given while the one before is found wanting", TIMEOUT, async () => {
    await page.context().route("**/worker-thread.js", (route) => route.fulfill({ status: 404 }));
    await start(page);
    const asked = await page.evaluate(async (seed) => {
      const engine = await import("/pkg/index.js");
      let asked = 0;
      const prepare = (...all) => {
        asked += 1;
        return engine.prepare(...all);
      };
      const known = session.requirements();
      session.configure({ ...settings, engine: { ...engine, prepare } });
      await known;
      await session.pick(kit.picture({ seed }));
      return asked;
    }, seed);
    equal(asked, 1);
  });

  test("a listener that fails, or has left, stops nobody", TIMEOUT, async () => {
    await start(page);
    await page.evaluate(() => {
      globalThis.calls = 0;
      session.subscribe(() => {
        throw new Error("the page's own mistake");
      });
      const leave = session.subscribe(() => {
        calls += 1;
      });
      session.clear();
      leave();
    });
    await pick();
    deepEqual([await page.evaluate(() => calls), (await now(page)).phase], [1, "ready"]);
    ok(page.complaints.length > 0);
    ok(page.complaints.every((complaint) => complaint.includes("the page's own mistake")));
  });
});

test("where no worker can be had, the page's own thread answers", TIMEOUT, async () => {
  const csp = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'none'";
  const shop = await openShop({ csp });
  try {
    const page = await shop.page();
    await start(page);
    await page.evaluate(() => session.pick(kit.picture()));
    const { phase, isChecked } = await now(page);
    deepEqual([phase, isChecked], ["ready", true]);
    equal(page.workers().length, 0);
    // Also where both are asked at once.
    const both = await page.evaluate(async () => {
      const { Session } = await import("/pkg/session.js");
      const session = new Session(settings);
      const [{ formats }] = await Promise.all([session.requirements(), session.pick(kit.picture())]);
      return [formats.length > 0, session.getSnapshot().phase, session.getSnapshot().isChecked];
    });
    deepEqual(both, [true, "ready", true]);
  } finally {
    await shop.close();
  }
});
