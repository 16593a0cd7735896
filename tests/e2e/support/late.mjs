// A shop whose vendor answers when a test says so, with the real proxy between them, on a line that can be cut.

import { once } from "node:events";
import { createServer } from "node:http";
import { connect, createServer as createLine } from "node:net";
import { after, afterEach, before, beforeEach } from "node:test";

import { launch, openPage } from "./browser.mjs";
import { startProxy } from "./proxy.mjs";
import { startSite } from "./site.mjs";

/** What the vendor reads, whatever it is sent. */
export const NIK = "9901015703940007";
const ANSWER = { message: "OK", data: { nik: NIK, full_name: "SITI CONTOH", date_of_birth: "17-03-1994" } };

/** A vendor that holds its answers until `release()`; `answer` is the next ones' status and body. */
async function startVendor() {
  const vendor = { calls: 0, isHeld: true, answer: [200, ANSWER] };
  const waiting = new Set();
  const server = createServer(async (request, response) => {
    for await (const _ of request);
    vendor.calls += 1;
    if (vendor.isHeld) await new Promise((resolve) => waiting.add(resolve));
    const [status, body] = vendor.answer;
    response.writeHead(status, { "Content-Type": "application/json" }).end(JSON.stringify(body));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return Object.assign(vendor, {
    url: `http://127.0.0.1:${server.address().port}`,
    /** All answers that are held go out, and later ones at once. */
    release() {
      vendor.isHeld = false;
      for (const resolve of waiting) resolve();
      waiting.clear();
    },
    hold() {
      vendor.isHeld = true;
    },
    async reached(count) {
      while (vendor.calls < count) await new Promise((resolve) => setTimeout(resolve, 20));
    },
    stop() {
      server.closeAllConnections();
      server.close();
    },
  });
}

/** A line to a port of this machine: `cut()` breaks its connections, and takes none until `mend()`. */
async function startLine(port) {
  const sockets = new Set();
  let isCut = false;
  const server = createLine((near) => {
    if (isCut) return near.destroy();
    const far = connect(port, "127.0.0.1");
    for (const [one, other] of [
      [near, far],
      [far, near],
    ]) {
      sockets.add(one);
      one.pipe(other);
      one.on("error", () => other.destroy());
      one.on("close", () => {
        sockets.delete(one);
        other.destroy();
      });
    }
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const cut = () => {
    isCut = true;
    for (const socket of sockets) socket.destroy();
  };
  return {
    port: server.address().port,
    cut,
    mend() {
      isCut = false;
    },
    stop() {
      cut();
      server.close();
    },
  };
}

/**
 * Within a `describe`: a site, a vendor and a browser for all of its tests; a proxy, which waits a second for the vendor, and a
 * page for each.
 */
export function onLatePages(firstSeed, take) {
  let seed = firstSeed;
  let given;
  let site;
  let browser;
  before(async () => {
    [site, browser] = await Promise.all([startSite(), launch()]);
  });
  beforeEach(async () => {
    seed += 1;
    const vendor = await startVendor();
    const start = (port) =>
      startProxy({
        allowOrigins: [site.origin],
        vendor: vendor.url,
        port,
        // A test's own address asks more often than a person's.
        more: ["--caller-timeout", "1", "--rate", "0"],
      });
    const proxy = await start();
    const port = Number(new URL(proxy.url).port);
    const line = await startLine(port);
    given = { vendor, proxy, line, seed, site };
    Object.assign(given, {
      endpoint: `http://127.0.0.1:${line.port}/api/ocr`,
      /** The same proxy without its memory. */
      async restart() {
        await given.proxy.stop();
        given.proxy = await start(port);
      },
      page: await open(site, browser),
      open: (options) => open(site, browser, options),
    });
    take(given);
  });
  afterEach(async () => {
    given.vendor.release();
    await Promise.all(browser.contexts().map((context) => context.close()));
    given.line.stop();
    await given.proxy.stop();
    given.vendor.stop();
  });
  after(async () => {
    await browser.close();
    await site.stop();
  });
}

async function open(site, browser, options) {
  const page = await openPage(browser, site.origin, options);
  page.sent = [];
  page.on("request", (request) => {
    if (/\/api\/ocr\//.test(request.url()) && request.method() !== "OPTIONS") page.sent.push(request);
  });
  await importKit(page);
  return page;
}

/** What tests use in the page, which a reload takes away. */
export async function importKit(page) {
  await page.evaluate(async () => {
    globalThis.kit = await import("/support/kit.mjs");
  });
}

/** Loads the page anew, as a tab that was killed and comes back. */
export async function reload(page) {
  await page.reload();
  await importKit(page);
}

/** Methods and keys of what the page sent to the proxy. */
export function sentBy(page) {
  return page.sent.map((request) => [request.method(), request.headers()["idempotency-key"]?.slice(-2)]);
}

/** The calls that the tab keeps, as text. */
export function keptBy(page) {
  return page.evaluate(() =>
    Object.entries(sessionStorage)
      .filter(([name]) => name.startsWith("periksa.call "))
      .map(([name, text]) => `${name} ${text}`),
  );
}
