// A shop's page that uses the package: its own origin, and the proxy on another.

import { createServer } from "node:net";

import { launch, openPage } from "./browser.mjs";
import { startProxy } from "./proxy.mjs";
import { startSite } from "./site.mjs";

/** Starts the shop's site, the proxy that lets it in, and a browser. */
export async function openShop(siteOptions) {
  const site = await startSite(siteOptions);
  const [proxy, browser] = await Promise.all([startProxy({ allowOrigins: [site.origin] }), launch()]);
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
