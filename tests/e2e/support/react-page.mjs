// A page made with React: a form around `usePeriksa`, in StrictMode, and what tests see and do of it.

import { build } from "esbuild";

/** React as one module that pages import by name; from npm it comes as CommonJS. */
const BUNDLE = `
  export { createElement, StrictMode, useEffect, useState, useSyncExternalStore } from "react";
  export { createRoot, hydrateRoot } from "react-dom/client";
`;

const PAGE = `<!doctype html><html lang="en"><head><link rel="icon" href="data:,"><title>shop</title>
<script type="importmap">{ "imports": { "react": "/react.js", "periksa/react": "/pkg/react.js" } }</script></head>
<body><main>SERVED</main></body></html>`;

/** Routes of a page whose `main` holds what a server rendered. Development builds alone mount twice. */
export async function reactRoutes({ served = "", mode = "development" } = {}) {
  const { outputFiles } = await build({
    stdin: { contents: BUNDLE, resolveDir: import.meta.dirname },
    bundle: true,
    format: "esm",
    write: false,
    define: { "process.env.NODE_ENV": JSON.stringify(mode) },
  });
  const give = (type, body) => (_, response) => response.writeHead(200, { "Content-Type": type }).end(body);
  return {
    "/": give("text/html", PAGE.replace("SERVED", served)),
    "/react.js": give("text/javascript", outputFiles[0].contents),
  };
}
