// A server of files, and pages in Chromium that show what the app found.

import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";

import { openPage } from "../../e2e/support/browser.mjs";

const TYPES = {
  ".css": "text/css",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".mjs": "text/javascript",
  ".wasm": "application/wasm",
};

/** Serves a folder, each answer with this Content-Security-Policy. */
export async function serve(folder, csp) {
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url, "http://site");
    const path = normalize(pathname.endsWith("/") ? `${pathname}index.html` : pathname);
    const body = await readFile(join(folder, path)).catch(() => null);
    if (csp) response.setHeader("Content-Security-Policy", csp);
    if (!body) return response.writeHead(404).end();
    response.writeHead(200, { "Content-Type": TYPES[extname(path)] ?? "application/octet-stream" }).end(body);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    origin: `http://127.0.0.1:${server.address().port}`,
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

/** What the app shows at this address, a line for each check; `complaints` are the console's. */
export async function shown(browser, origin) {
  const page = await openPage(browser, `${origin}/`);
  try {
    const output = page.locator("output", { hasText: /\S/ });
    // A dev server builds on the first request.
    await output.waitFor({ timeout: 30_000 });
    return { verdicts: (await output.textContent()).split("\n"), complaints: page.complaints };
  } catch (cause) {
    throw new Error(`nothing is shown: ${page.complaints.join("; ")}`, { cause });
  } finally {
    await page.context().close();
  }
}
