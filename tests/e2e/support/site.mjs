// A page that is not ours: an empty document on an origin of its own, with the built package beside it.

import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";

import { ROOT } from "./root.mjs";

const TYPES = {
  js: "text/javascript",
  mjs: "text/javascript",
  json: "application/json",
  wasm: "application/wasm",
};

/**
 * @param {{ csp?: string, headers?: Record<string, string>, routes?: Record<string, import("node:http").RequestListener> }} options
 *   `headers` are those of the package's files, before which `routes` come.
 */
export async function startSite({ csp, headers, routes = {} } = {}) {
  const requests = [];
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url, "http://site");
    requests.push(pathname);
    const own = routes[pathname];
    if (own) return own(request, response);
    if (pathname === "/") {
      response.writeHead(200, {
        "Content-Type": "text/html",
        ...(csp ? { "Content-Security-Policy": csp } : {}),
      });
      return response.end(
        '<!doctype html><html lang="en"><link rel="icon" href="data:,"><title>shop</title></html>',
      );
    }
    const file = fileOf(pathname);
    const body = file && (await readFile(file).catch(() => null));
    if (!body) return response.writeHead(404).end();
    response.writeHead(200, {
      "Content-Type": TYPES[pathname.split(".").at(-1)] ?? "application/octet-stream",
      ...headers,
    });
    response.end(body);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    origin: `http://127.0.0.1:${server.address().port}`,
    /** Paths that were asked for, in order. */
    requests,
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

/** The package as its users have it, and the modules the tests run in pages. */
function fileOf(pathname) {
  const [, path] = /^\/(?:pkg|copy)\/((?:\w[\w-]*\/)?[\w.-]+)$/.exec(pathname) ?? [];
  if (path) return `${ROOT}pkg/${path}`;
  if (/^\/support\/[\w.-]+$/.test(pathname)) return `${ROOT}tests/e2e${pathname}`;
  return null;
}
