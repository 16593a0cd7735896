// Files that vanish or change after they were picked: `file_unreadable`, never a hang, and nothing is paid.

import { deepEqual, equal } from "node:assert/strict";
import { mkdtemp, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";

import { jpeg } from "./support/jpeg.mjs";
import { openShop } from "./support/shop.mjs";

const TIMEOUT = { timeout: 60_000 };

describe("a file that goes wrong", () => {
  let shop;
  let page;
  let folder;
  let seed = 5_000;
  const path = () => join(folder, "Siti Rahayu.jpg");
  /** Ways a picked file goes wrong, asked for by the page in the midst of a call. */
  const spoil = {
    change: async () => {
      await writeFile(path(), jpeg({ seed: 1, bytes: 50_000 }));
      await utimes(path(), new Date(), new Date(Date.now() + 3_600_000));
    },
    delete: () => rm(path()),
  };
  const spoiling = (how) => async (_, response) => {
    await spoil[how]();
    response.end();
  };
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "periksa-"));
    shop = await openShop({ routes: { "/change": spoiling("change"), "/delete": spoiling("delete") } });
    page = await shop.page();
    await page.setContent('<input type="file">');
  });
  after(async () => {
    await shop.close();
    await rm(folder, { recursive: true });
  });

  /** Puts a fresh picture on disk and picks it. */
  const pickFromDisk = async () => {
    seed += 1;
    await writeFile(path(), jpeg({ seed }));
    await page.setInputFiles("input", path());
    equal(await page.evaluate(() => document.querySelector("input").files[0].size), jpeg({ seed }).length);
  };

  for (const how of ["change", "delete"]) {
    test(`a file to which a ${how} happens after picking is file_unreadable`, TIMEOUT, async () => {
      await pickFromDisk();
      const calls = await shop.proxy.calls();
      await spoil[how]();
      const errors = await page.evaluate(async (endpoint) => {
        const { OcrClient, inspect, check, toBase64, encodeRequest } = kit.periksa;
        const [file] = document.querySelector("input").files;
        const ktp = { document: "ktp", vendor: "verihubs" };
        const verihubs = new OcrClient({ endpoint, vendor: "verihubs" });
        const glair = new OcrClient({ endpoint, vendor: "glair" });
        const outcomes = await Promise.all(
          [
            inspect(file),
            check(file, ktp),
            toBase64(file),
            encodeRequest(file, ktp),
            verihubs.extract(file, { document: "ktp" }),
            verihubs.extract(file, { document: "ktp", check: false }),
            verihubs.extract(file, { document: "stnk", check: false, onProgress() {} }),
            glair.extract(file, { document: "bpkb", check: false }),
          ].map(kit.outcome),
        );
        return outcomes.map(
          ({ error }) => error && [error.code, error.action, error.retryable, error.billed],
        );
      }, shop.proxy.endpoint);
      for (const error of errors) deepEqual(error, ["file_unreadable", "choose_another_file", false, "no"]);
      equal(await shop.proxy.calls(), calls);
    });

    for (const counted of [false, true]) {
      const transport = counted ? "XMLHttpRequest" : "fetch";
      test(`a ${how} between encoding and sending by ${transport} is file_unreadable`, TIMEOUT, async () => {
        await pickFromDisk();
        const calls = await shop.proxy.calls();
        const { error } = await page.evaluate(
          ([endpoint, how, counted]) => {
            const [file] = document.querySelector("input").files;
            const onEvent = ({ phase }) => {
              if (phase !== "encoding") return;
              // The listener may take its time: nothing goes on before it returns.
              const request = new XMLHttpRequest();
              request.open("GET", `/${how}`, false);
              request.send();
            };
            const client = new kit.periksa.OcrClient({ endpoint, vendor: "glair", onEvent });
            const onProgress = counted ? () => {} : undefined;
            return kit.outcome(client.extract(file, { document: "stnk", onProgress }));
          },
          [shop.proxy.endpoint, how, counted],
        );
        deepEqual([error?.code, error?.status], ["file_unreadable", null]);
        equal(await shop.proxy.calls(), calls);
      });
    }
  }

  test("a file that vanished is not taken for an empty one", TIMEOUT, async () => {
    const codes = await page.evaluate(async () => {
      const { inspect, check, prepare } = kit.periksa;
      // As Firefox shows a file that is no longer there.
      const gone = new File([], "gone.jpg");
      gone.arrayBuffer = () => Promise.reject(new DOMException("", "NotFoundError"));
      const ktp = { document: "ktp", vendor: "verihubs" };
      const outcomes = [inspect(gone), check(gone, ktp), prepare(gone, ktp)].map(kit.outcome);
      const empty = await check(new File([], "empty.jpg"), ktp);
      const errors = await Promise.all(outcomes);
      return [...errors.map(({ error }) => error?.code), empty.problems[0].code];
    });
    deepEqual(codes, ["file_unreadable", "file_unreadable", "file_unreadable", "empty_file"]);
  });
});
