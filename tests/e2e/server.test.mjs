// `periksa` and `periksa/worker` on a server: files come as bytes, and others are served meanwhile.

import { deepEqual, doesNotMatch, equal, ok, rejects } from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import { json } from "node:stream/consumers";
import { after, describe, test } from "node:test";

import { jpeg } from "./support/jpeg.mjs";
import { ROOT } from "./support/root.mjs";

const TIMEOUT = { timeout: 60_000 };
const KTP = { document: "ktp", vendor: "verihubs" };
const picture = Buffer.from(jpeg({ orientation: 6 }));
const { Session } = await import(`${ROOT}pkg/session.js`);
const ENGINES = {
  periksa: await import(`${ROOT}pkg/index.js`),
  "periksa/worker": await import(`${ROOT}pkg/worker.js`),
};

for (const [name, engine] of Object.entries(ENGINES)) {
  describe(`${name} on a server`, () => {
    after(() => engine.terminate?.());

    test("takes bytes, whatever they are in", TIMEOUT, async () => {
      const expected = await engine.check(new Blob([picture]), KTP);
      equal(expected.facts.orientation, 6);
      const { buffer } = new Uint8Array(picture);
      for (const bytes of [picture, new Uint8Array(picture), new DataView(buffer), buffer])
        deepEqual(await engine.check(bytes, KTP), expected);
      // A view of a part is that part.
      const within = Buffer.concat([Buffer.alloc(7), picture, Buffer.alloc(9)]);
      deepEqual(await engine.check(within.subarray(7, 7 + picture.length), KTP), expected);
      equal((await engine.inspect(picture)).format, "jpeg");
      equal(await engine.toBase64(picture), picture.toString("base64"));
      const { file, changes } = await engine.prepare(picture, KTP);
      ok(file instanceof Blob);
      equal(changes[0]?.kind, "rotated");
      equal((await engine.inspect(Buffer.from(await file.arrayBuffer()))).orientation, 1);
      for (const wrong of ["ktp.jpg", [1, 2], {}, null])
        await rejects(engine.check(wrong, KTP), { code: "invalid_options" });
    });

    test("reads a vendor's answer out of its bytes", TIMEOUT, async () => {
      const answer = Buffer.from('\ufeff{"data":{"full_name":"JOSÉ"}}');
      const { record, raw } = await engine.normalize(answer, KTP);
      deepEqual([record.fullName.value, raw], ["JOSÉ", { data: { full_name: "JOSÉ" } }]);
    });

    test("sends bytes, whatever they are in, and a session picks them", TIMEOUT, async (t) => {
      const good = Buffer.from(jpeg());
      const came = [];
      const proxy = createServer(async (request, response) => {
        came.push((await json(request)).image);
        response.writeHead(200, { "Content-Type": "application/json" });
        response.end('{"data":{"full_name":"SITI"}}');
      }).listen(0, "127.0.0.1");
      t.after(() => proxy.close());
      await once(proxy, "listening");
      const endpoint = `http://127.0.0.1:${proxy.address().port}`;
      const client = new engine.OcrClient({ endpoint, vendor: "verihubs" });
      const within = Buffer.concat([Buffer.alloc(7), good, Buffer.alloc(9)]).subarray(7, 7 + good.length);
      const { buffer } = new Uint8Array(good);
      for (const bytes of [good, within, new DataView(buffer), buffer]) {
        const { record } = await client.extract(bytes, { document: "ktp" });
        equal(record.fullName.value, "SITI");
        const session = new Session({ ...KTP, endpoint, engine });
        await session.pick(bytes);
        await session.send();
        equal(session.getSnapshot().extraction?.record.fullName.value, "SITI");
      }
      deepEqual(came, new Array(8).fill(good.toString("base64")));
      await rejects(client.extract(Buffer.from("no picture"), { document: "ktp" }), { code: "invalid_file" });
      for (const wrong of ["ktp.jpg", [1, 2], {}, null, new SharedArrayBuffer(8)])
        await rejects(client.extract(wrong, { document: "ktp" }), { code: "invalid_options" });
      equal(came.length, 8);
    });

    test("keeps no call for others to resume: its callers are many", TIMEOUT, async (t) => {
      // Node 25 has one by itself.
      const stored = new Map();
      const storage = {
        getItem: (name) => stored.get(name) ?? null,
        setItem: (...item) => stored.set(...item),
      };
      const own = Object.getOwnPropertyDescriptor(globalThis, "sessionStorage");
      Object.defineProperty(globalThis, "sessionStorage", { value: storage, configurable: true });
      const proxy = createServer(async (request, response) => {
        await json(request);
        response.writeHead(504).end("gateway time-out");
      }).listen(0, "127.0.0.1");
      t.after(() => {
        proxy.close();
        delete globalThis.sessionStorage;
        if (own) Object.defineProperty(globalThis, "sessionStorage", own);
      });
      await once(proxy, "listening");
      const endpoint = `http://127.0.0.1:${proxy.address().port}`;
      const client = new engine.OcrClient({ endpoint, vendor: "verihubs", retries: 0 });
      await rejects(client.extract(Buffer.from(jpeg()), { document: "ktp" }), { code: "vendor_unavailable" });
      equal(await client.resume({ document: "ktp" }), null);
      equal(stored.size, 0);
    });

    test("does not keep others waiting while it checks five photos of 11 megapixels", TIMEOUT, async () => {
      const photo = Buffer.from(jpeg({ width: 3880, height: 2835 }));
      await engine.check(photo, KTP);
      const done = [];
      const ask = async () => {
        const { quality } = await engine.check(photo, KTP);
        ok(quality);
        done.push("check");
      };
      let isOver = false;
      const serve = () => {
        done.push("served");
        if (!isOver) setImmediate(serve);
      };
      setImmediate(serve);
      await Promise.all(Array.from({ length: 5 }, ask));
      isOver = true;
      // Between two checks there was always a turn for others.
      const together = done.filter((step, at) => step === "check" && done[at + 1] === "check");
      deepEqual(together, []);
    });

    test("its errors speak of no browser", TIMEOUT, async () => {
      const { message, messages } = new engine.OcrError({ code: "engine_unavailable" });
      equal(message, "The check could not be started.");
      for (const text of Object.values(messages))
        doesNotMatch(text, /browser|peramban|[Rr]eload|[Mm]uat ulang/);
    });
  });
}
