// A shop's page that uses the package: its own origin, and the proxy on another.

import { createServer } from "node:net";
import { after, afterEach, before, beforeEach } from "node:test";

import { launch, openPage } from "./browser.mjs";
import { startProxy } from "./proxy.mjs";
import { startSite } from "./site.mjs";

/** Starts the shop's site, the proxy that lets it in, and a browser. */
export async function openShop(siteOptions) {
  const site = await startSite(siteOptions);
  const more = ["--allow-image-host", "files.example"];
  const [proxy, browser] = await Promise.all([startProxy({ allowOrigins: [site.origin], more }), launch()]);
  return {
    site,
    proxy,
    browser,
    /** A new page with the kit in its global scope; `page.posts` lists the requests it makes to read a file. */
    async page(options) {
      const page = await openPage(browser, site.origin, options);
      page.posts = [];
      page.on("request", (request) => {
        if (request.method() === "POST") page.posts.push(request);
      });
      await page.evaluate(async () => {
        globalThis.kit = await import("/support/kit.mjs");
      });
      return page;
    },
    async close() {
      await browser.close();
      await Promise.all([proxy.stop(), site.stop()]);
    },
  };
}

/**
 * Within a `describe`: a shop for all of its tests, and a new page of it for each, closed after it.
 * `take` gets both before each test, and a seed that no other of them has.
 */
export function onFreshPages(firstSeed, take, { site, open = (shop) => shop.page() } = {}) {
  let shop;
  let page;
  let seed = firstSeed;
  before(async () => {
    shop = await openShop(site);
  });
  beforeEach(async () => {
    seed += 1;
    page = await open(shop);
    take({ shop, page, seed });
  });
  // A test may have opened another in place of the one that it was given.
  afterEach(() => Promise.all(shop.browser.contexts().map((context) => context.close())));
  after(() => shop.close());
}

/** Within a `describe`: a shop and one page of it for all of its tests, which `take` gets before them. */
export function onOnePage(take, { site, open = (shop) => shop.page() } = {}) {
  let shop;
  before(async () => {
    shop = await openShop(site);
    take({ shop, page: await open(shop) });
  });
  after(() => shop.close());
}

/** The keys that requests were sent under. */
export function keysOf(posts) {
  return posts.map((post) => post.headers()["idempotency-key"]);
}

/** A port where nobody listens. */
export async function closedPort() {
  const server = createServer().listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}
