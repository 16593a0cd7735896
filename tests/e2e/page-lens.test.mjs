// What the demo page draws over the picture: the card, the fields that were read, before and after the file was prepared.

import { deepEqual, equal, match, ok } from "node:assert/strict";
import { describe, test } from "node:test";

import { CARD, card, HEIGHT, WIDTH } from "./support/card.mjs";
import { handful } from "./support/handful.mjs";
import { jpeg } from "./support/jpeg.mjs";
import { button, choose, pick, reach, send } from "./support/page.mjs";
import { drawnShapes, onDemoPage, shownCodes } from "./support/page-tests.mjs";

const TIMEOUT = { timeout: 120_000 };
const KTP = { vendor: "verihubs", document: "ktp" };
const STNK = { vendor: "glair", document: "stnk" };
const CORNERS = [
  [CARD.left, CARD.top],
  [CARD.right, CARD.top],
  [CARD.right, CARD.bottom],
  [CARD.left, CARD.bottom],
];

function near(found, expected, most) {
  for (const [at, [x, y]] of expected.entries())
    ok(Math.hypot(found[at][0] - x, found[at][1] - y) <= most, `${JSON.stringify(found)} ${expected}`);
}

const show = (page, view) => page.check(`[name="view"][value="${view}"]`);
const viewBox = (page) => page.getAttribute("#picture svg", "viewBox");

describe("what the engine sees, on the page", () => {
  const given = onDemoPage();

  test("draws the card's outline, and says how sure it is", TIMEOUT, async () => {
    const page = await given.open();
    await choose(page, KTP);
    await pick(page, "card.png", card(), "image/png");
    equal(await viewBox(page), `0 0 ${WIDTH} ${HEIGHT}`);
    const [outline] = await drawnShapes(page, ".card");
    near(outline, CORNERS, 12);
    const { corners, confidence } = await page.evaluate(
      () => document.querySelector("#field").snapshot.report.quality.card,
    );
    deepEqual(outline, corners);
    const shown = new Intl.NumberFormat("id", { style: "percent", maximumFractionDigits: 1 });
    equal(await page.textContent('#card [data-card="confidence"] dd'), shown.format(confidence));
    equal(await page.textContent('#card [data-card="cut"] dd'), "tidak");
    equal(await page.textContent('#card [data-card="rotation"] dd'), "0°");
    equal(await page.locator("#picture .cut").count(), 0);
    // It lies where the picture is, whatever the size it is shown at.
    const [image, layer] = await page
      .locator("#picture img, #picture svg")
      .evaluateAll((both) => both.map((one) => one.getBoundingClientRect().toJSON()));
    deepEqual(image, layer);
    ok(Math.abs(image.width / image.height - WIDTH / HEIGHT) < 0.01);
  });

  test("marks the side that is cut off", TIMEOUT, async () => {
    const page = await given.open();
    await choose(page, KTP);
    await pick(page, "cut.png", handful(7, { left: 0.3 }), "image/png");
    const sides = await page.evaluate(
      () => document.querySelector("#field").snapshot.report.quality.card.cutSides,
    );
    deepEqual(sides, { top: false, right: false, bottom: false, left: true });
    equal(await page.textContent('#card [data-card="cut"] dd'), "kiri");
    const [cut] = await drawnShapes(page, ".cut");
    deepEqual(
      cut.map(([x]) => x),
      [0, 0],
    );
    ok((await shownCodes(page)).includes("card_cut_off"));
  });

  test("says where there is no card", TIMEOUT, async () => {
    const page = await given.open();
    await choose(page, KTP);
    await pick(page, "noise.jpg", jpeg({ width: 1000, height: 1000, seed: 4 }));
    equal(await page.textContent('#card [data-card="found"] dd'), "tidak terlihat");
    equal(await page.locator("#picture .card").count(), 0);
  });

  test("draws the four scores, each with its threshold", TIMEOUT, async () => {
    const page = await given.open();
    await choose(page, KTP);
    await pick(page, "flash.png", card({ flash: true }), "image/png");
    const { quality } = await page.evaluate(() => document.querySelector("#field").snapshot.report);
    for (const check of ["blur", "dark", "flashlight", "grayscale"]) {
      const row = page.locator(`.meter[data-check="${check}"]`);
      const { score, threshold, detected } = quality[check];
      equal(Number(await row.getByRole("meter").getAttribute("aria-valuenow")), score);
      equal(Number(await row.getByRole("slider").inputValue()), threshold);
      equal(await row.getAttribute("data-detected"), String(detected));
      // Where the bar ends and where the handle is are on one scale.
      const [bar, track] = await row
        .locator(".bar, .track")
        .evaluateAll((parts) =>
          parts.map((part) => part.getBoundingClientRect().width).sort((a, b) => a - b),
        );
      ok(Math.abs(bar - (8 + score * (track - 16))) < 1.5, `${check}: ${bar} of ${track}`);
    }
    equal(quality.flashlight.detected, true);
    deepEqual(await shownCodes(page), ["flashlight"]);
  });

  test("draws the glare where it is, says so, and takes both away with the finding", TIMEOUT, async () => {
    const page = await given.open();
    await choose(page, KTP);
    await pick(page, "flash.png", card({ flash: true }), "image/png");
    const { x, y, width, height } = await page.evaluate(
      () => document.querySelector("#field").snapshot.report.quality.glare,
    );
    // Of the card alone: the flash is at its upper edge, in the column 500.
    ok(Math.abs(x + width / 2 - 500) < 12 && y > CARD.top && y < 160 && y + height > 180, `${y}, ${height}`);
    const spot = [
      [x, y],
      [x + width, y],
      [x + width, y + height],
      [x, y + height],
    ];
    deepEqual(await drawnShapes(page, ".glare"), [spot]);
    const said = '#card [data-card="glare"] dd';
    match(
      await page.textContent(said),
      /^\d+(,\d)?\s?% dari kiri, \d+(,\d)?\s?% dari atas; \d+ × \d+ piksel$/,
    );
    await page.selectOption("#language", "en");
    match(await page.textContent(said), /% from the left, .* from the top; \d+ × \d+ pixels$/);

    // Turned with the picture that is sent.
    await button(page, "rotate").click();
    await page.waitForFunction(() => document.querySelector("#field").snapshot.rotation === 90);
    await reach(page, "ready");
    await show(page, "sent");
    near(
      (await drawnShapes(page, ".glare"))[0],
      spot.map(([x, y]) => [HEIGHT - y, x]),
      0.01,
    );

    await page.locator('.meter[data-check="flashlight"]').getByRole("slider").fill("1");
    await page.locator('.meter[data-check="flashlight"][data-detected="false"]').waitFor();
    equal(await page.locator("#picture .glare").count(), 0);
    equal(await page.locator(said).count(), 0);
  });

  test("shows the file before and after: turned, and the outlines with it", TIMEOUT, async () => {
    const page = await given.open();
    await choose(page, STNK);
    await pick(page, "card.png", card({}, 31), "image/png");
    ok(await page.isHidden("#views"));
    await button(page, "rotate").click();
    await page.waitForFunction(() => document.querySelector("#field").snapshot.rotation === 90);
    await reach(page, "ready");
    await page.locator("#views").waitFor();
    match(await page.textContent("#size-picked"), /1200 × 840$/);
    match(await page.textContent("#size-sent"), /840 × 1200$/);
    match(await page.textContent("#changes"), /ditegakkan/);
    // The report of the element is on the turned picture; what is shown of the picked one is not.
    await page.locator("#picture .card").waitFor({ state: "attached" });
    near((await drawnShapes(page, ".card"))[0], CORNERS, 12);
    await show(page, "sent");
    equal(await viewBox(page), `0 0 ${HEIGHT} ${WIDTH}`);
    const turned = CORNERS.map(([x, y]) => [HEIGHT - y, x]);
    near((await drawnShapes(page, ".card"))[0], turned, 12);

    await send(page);
    const polygons = await page.evaluate(() => {
      const { record } = document.querySelector("#field").snapshot.extraction;
      return [record.registrationNumber.polygon, record.ownerName.polygon];
    });
    const drawn = async () => {
      const [number] = await drawnShapes(page, '[data-path="registrationNumber"]');
      const [name] = await drawnShapes(page, '[data-path="ownerName"]');
      return [number, name];
    };
    deepEqual(await drawn(), polygons);
    await show(page, "picked");
    for (const [at, polygon] of (await drawn()).entries())
      near(
        polygon,
        polygons[at].map(([x, y]) => [y, HEIGHT - x]),
        0.01,
      );
  });

  test("shows the card that is cut out, with its size", TIMEOUT, async () => {
    const page = await given.open();
    await choose(page, KTP);
    await page.check("#crop");
    await pick(page, "card.png", card({}, 32), "image/png");
    await page.locator("#views").waitFor();
    match(await page.textContent("#changes"), /dipotong sesuai kartu/);
    await show(page, "sent");
    const { width, height } = await page.evaluate(
      () => document.querySelector("#field").snapshot.prepared.facts,
    );
    equal(await viewBox(page), `0 0 ${width} ${height}`);
    ok(width < WIDTH && height < HEIGHT);
    // 3 % of the card on each side.
    const [left, top] = [(width * 0.03) / 1.06, (height * 0.03) / 1.06];
    const whole = [
      [left, top],
      [width - left, top],
      [width - left, height - top],
      [left, height - top],
    ];
    near((await drawnShapes(page, ".card"))[0], whole, 3);
    await page.uncheck("#crop");
    await reach(page, "ready");
    await page.locator("#views").waitFor({ state: "hidden" });
    equal(await viewBox(page), `0 0 ${WIDTH} ${HEIGHT}`);
  });

  test("sees in a format of the browser's what is made of it", TIMEOUT, async () => {
    const page = await given.open();
    await choose(page, KTP);
    const webp = await page.evaluate(
      async ([bytes, width, height]) => {
        const canvas = new OffscreenCanvas(width, height);
        const picture = await createImageBitmap(new Blob([Uint8Array.from(bytes)]));
        canvas.getContext("2d").drawImage(picture, 0, 0);
        const blob = await canvas.convertToBlob({ type: "image/webp", quality: 0.95 });
        return [...new Uint8Array(await blob.arrayBuffer())];
      },
      [[...card({}, 34)], WIDTH, HEIGHT],
    );
    await pick(page, "card.webp", webp, "image/webp");
    await page.locator("#picture .card").waitFor({ state: "attached" });
    near((await drawnShapes(page, ".card"))[0], CORNERS, 12);
    deepEqual(await shownCodes(page), ["unsupported_format"]);
    await page.locator("#judged", { hasText: "yang dikirim sudah diperbaiki." }).waitFor();
    const dark = page.locator('.meter[data-check="dark"]');
    const score = Number(await dark.getByRole("meter").getAttribute("aria-valuenow"));
    equal(
      score,
      await page.evaluate(() => document.querySelector("#field").snapshot.report.quality.dark.score),
    );
    // The picked one lies as before, however the one that is sent is turned.
    await button(page, "rotate").click();
    await page.waitForFunction(() => document.querySelector("#field").snapshot.rotation === 90);
    await reach(page, "ready");
    // A moved threshold judges it anew.
    await page.locator("#threshold-dark").fill(String(Math.floor(score * 100) / 100));
    await page.locator('#problems > [data-code="dark"]').waitFor();
    await page.locator("#judged", { hasText: "peringatannya tetap berlaku." }).waitFor();
    await reach(page, "ready");
    const [seen] = await drawnShapes(page, ".card");
    for (const [x, y] of CORNERS)
      ok(
        seen.some((corner) => Math.hypot(corner[0] - x, corner[1] - y) <= 12),
        JSON.stringify(seen),
      );
  });

  test("lights a field whose row is pointed at or pressed, and the row whose field is", TIMEOUT, async () => {
    const page = await given.open();
    await choose(page, STNK);
    await pick(page, "card.png", card({}, 33), "image/png");
    await send(page);
    const lit = () =>
      page.locator("#picture .lit").evaluateAll((shapes) => shapes.map((shape) => shape.dataset.path));
    const pointed = page.locator("#pointed");
    deepEqual(await lit(), []);
    // Of the sandbox, not of this picture: the page says so where they are drawn.
    match(await pointed.textContent(), /rekaan/);

    await page.hover('#record tr[data-field="ownerName"] td');
    deepEqual(await lit(), ["ownerName"]);
    const { confidence } = await page.evaluate(
      () => document.querySelector("#field").snapshot.extraction.record.ownerName,
    );
    const percent = new Intl.NumberFormat("id", { style: "percent", maximumFractionDigits: 1 }).format(
      confidence,
    );
    equal(await pointed.textContent(), `Nama pemilik: ${percent}`);

    // A row of the tax table is several fields, a cell of it is one.
    await page.mouse.move(0, 0);
    await page.locator('#record tr[data-field="tax.lines[1]"] .locate').focus();
    const cells = ["item", "principal", "penalty", "total"].map((name) => `tax.lines[1].${name}`);
    deepEqual((await lit()).sort(), cells.sort());
    await page.hover('#record [data-field="tax.lines[1].total"]');
    deepEqual(await lit(), ["tax.lines[1].total"]);

    const button = page.locator('#record tr[data-field="chassisNumber"] .locate');
    await button.click();
    equal(await button.getAttribute("aria-pressed"), "true");
    await page.mouse.move(0, 0);
    deepEqual(await lit(), ["chassisNumber"]);
    await button.click();
    equal(await button.getAttribute("aria-pressed"), "false");

    await page.locator('#picture [data-path="brand"]').hover({ force: true });
    ok(await page.locator('#record tr[data-field="brand"].pointed').count());
    for (const cell of ["item", "total"]) {
      const path = `tax.lines[1].${cell}`;
      await page.locator(`#picture [data-path="${path}"]`).hover({ force: true });
      equal(await page.locator(`#record [data-field="${path}"].pointed`).count(), 1, path);
    }
  });

  test("says where the browser can't draw what it was given", TIMEOUT, async () => {
    const page = await given.open();
    await choose(page, KTP);
    // 12 bits a sample: as a JPEG may have, and as no browser draws.
    const picture = jpeg({ width: 1000, height: 700, seed: 35 });
    const frame = picture.findIndex(
      (byte, at) => byte === 0xff && [0xc0, 0xc1, 0xc2].includes(picture[at + 1]),
    );
    picture.set([0xff, 0xc1, picture[frame + 2], picture[frame + 3], 12], frame);
    await pick(page, "twelve.jpg", picture);
    await page.locator("#stage-empty", { hasText: "tidak bisa ditampilkan" }).waitFor();
    equal(await page.locator("#picture > *").count(), 0);
    await pick(page, "card.png", card({}, 36), "image/png");
    await page.locator("#picture img").waitFor();
    ok(await page.isHidden("#stage-empty"));
  });

  test("gives the picture back when the file is cleared", TIMEOUT, async () => {
    const page = await given.open();
    await choose(page, KTP);
    await pick(page, "card.png", card(), "image/png");
    await page.locator("#picture img").waitFor();
    const url = await page.getAttribute("#picture img", "src");
    await button(page, "clear").click();
    await page.locator("#picture img").waitFor({ state: "detached" });
    equal(await page.evaluate((url) => fetch(url).then(String, () => "gone"), url), "gone");
    ok(await page.isHidden("#facts"));
    ok(await page.isVisible("#stage-empty"));
    page.complaints.length = 0; // The browser tells of the fetch itself.
  });
});
