// What the benchmark makes of its samples, and that the page shows the results that are beside it.
import { deepEqual, equal, match, ok, rejects } from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { describe, it } from "node:test";

import { summary } from "../../www/bench/summary.js";
import { takeTurns, takeTurnsOfThoseThatCan } from "../../www/bench/turns.js";
import { PAGE, RESULTS, tables, withTables } from "../bench/table.mjs";

describe("the benchmark", () => {
  it("times each way as often, by turns", async () => {
    const order = [];
    const way = (name) => async () => order.push(name);
    const samples = await takeTurns({ a: way("a"), b: way("b") }, { rounds: 3, warmUps: 1 });
    equal(order.slice(0, 2).join(""), "ab");
    for (let round = 1; round <= 3; round += 1)
      equal(
        order
          .slice(2 * round, 2 * round + 2)
          .sort()
          .join(""),
        "ab",
      );
    deepEqual([samples.a.length, samples.b.length], [3, 3]);
  });

  it("has no way follow the same one always", async () => {
    const order = [];
    const names = [..."abcdef"];
    const ways = Object.fromEntries(names.map((name) => [name, async () => order.push(name)]));
    await takeTurns(ways, { rounds: 24, warmUps: 0 });
    for (const name of names) {
      const before = order.filter((_, at) => order[at + 1] === name);
      for (const other of names)
        ok(before.filter((one) => one === other).length <= 12, `${other} before ${name}`);
      ok(new Set(before).size >= 5, `before ${name}: ${before}`);
    }
  });

  it("leaves out what fails, but not periksa", async () => {
    let runs = 0;
    const ways = {
      periksa: async () => {},
      other: async () => {},
      late: async () => (runs++ < 2 ? 1 : Promise.reject(7)),
    };
    const { samples, failed } = await takeTurnsOfThoseThatCan(ways, { rounds: 3, warmUps: 1 });
    deepEqual([Object.keys(samples), failed], [["periksa", "other"], { late: "7" }]);
    const broken = { periksa: () => Promise.reject(new Error("broken")), other: async () => {} };
    await rejects(takeTurnsOfThoseThatCan(broken, { rounds: 1 }), /broken/);
  });

  it("tells how far it is, and may be stopped", async () => {
    const shares = [];
    const ways = { a: async () => {}, b: async () => {} };
    await takeTurns(ways, { rounds: 1, warmUps: 1, onTurn: (share) => void shares.push(share) });
    deepEqual(shares, [0, 0.25, 0.5, 0.75]);
    const stop = () => {
      throw new Error("stopped");
    };
    await rejects(takeTurnsOfThoseThatCan(ways, { rounds: 1, onTurn: stop }), /stopped/);
  });

  it("compares medians with periksa's, and spreads by round", () => {
    const ways = summary({ periksa: [10, 20, 30, 1000], other: [30, 40, 60, 500] }, { other: { ssim: 0.9 } });
    deepEqual([ways.periksa.ms, ways.periksa.ratio, ways.other.ratio], [30, 1, 2]);
    deepEqual([ways.other.spread, ways.other.ssim], [[2, 2], 0.9]);
  });

  it("writes a row a file, and a column a way", () => {
    const ways = summary({ periksa: [10], other: [25] });
    const rows = [{ browser: "Chromium", input: "1.jpg", ways }];
    const machine = { processor: "P", cores: 2, memory: "4 GiB" };
    const stages = { body: { title: "Body", about: "from a file", rows } };
    const text = tables({ machine, browsers: { Chromium: "Chromium 1" }, stages });
    match(text, /\| {2}\| periksa \| other \|\n.*\n\| Chromium, 1\.jpg \| 1\.0 \| 2\.5 \|/);
    match(text, /Chromium 1; 2 cores of P, 4 GiB/);
  });

  it("has on its page what the last results say", async (t) => {
    const page = await readFile(PAGE, "utf8");
    const results = await readFile(RESULTS, "utf8").catch(() => null);
    if (!results) return t.skip("no results were put into the repository");
    ok(withTables(page, JSON.parse(results)) === page, "RENEW=1 npm run bench writes both");
  });
});
