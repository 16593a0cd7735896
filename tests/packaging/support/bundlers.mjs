// What each bundler needs to build the app: its files, its commands, and what a person copies by hand.

import { join } from "node:path";

import { ROOT } from "../../e2e/support/root.mjs";

const PACKAGING = join(ROOT, "tests/packaging");
const WASM = "node_modules/periksa/periksa_bg.wasm";

/** For bundlers that leave `new URL(…)` as it is: the worker's script and the wasm stand beside the bundle. */
const ROLLUP = (entries) => `import resolve from "@rollup/plugin-node-resolve";

export default {
  input: ${JSON.stringify(entries)},
  output: { dir: "dist", entryFileNames: "[name].js" },
  plugins: [resolve({ browser: true })],
};
`;
/** The worker has modules of its own, so `periksa/inline` is imported there too. */
const INLINE = {
  "main.js": 'import "periksa/inline";\nimport { show } from "./app.js";\n\nshow();\n',
  "worker-thread.js": 'import "periksa/inline";\nimport "periksa/worker-thread.js";\n',
};
const ESBUILD = ["esbuild", "--bundle", "--minify", "--format=esm", "--outdir=dist", "--log-level=warning"];

/**
 * @typedef {object} Bundler
 * @property {Record<string, string>} [files] besides the app's
 * @property {string[]} build the command
 * @property {(port: number) => string[]} [dev] the command of its dev server
 * @property {Record<string, string>} [copies] what is copied after the build, by its destination
 * @property {Record<string, string>} [makes] files that hold this text, made on a server while building
 * @property {string} [out] the folder that is served; `dist` by default
 * @property {boolean} [isInline] the wasm is in the bundle's own text
 * @property {boolean} [hasInlineScripts] its pages have scripts that the site's policy must let in
 */

/** @type {Record<string, Bundler>} */
export const BUNDLERS = {
  "Vite 8": {
    build: ["vite", "build", "--logLevel", "warn"],
    dev: (port) => ["vite", "--port", port, "--strictPort", "--host", "127.0.0.1"],
  },
  "webpack 5": {
    files: {
      "webpack.config.js":
        'export default { entry: "./main.js", performance: { hints: false }, devServer: { static: ".", client: false } };\n',
    },
    build: ["webpack", "--mode", "production"],
    dev: (port) => ["webpack", "serve", "--mode", "development", "--port", port, "--host", "127.0.0.1"],
    copies: { "dist/index.html": "index.html" },
  },
  "Parcel 2": {
    files: {
      // Without this it knows no subpath.
      "package.json":
        '{ "private": true, "type": "module", "@parcel/resolver-default": { "packageExports": true } }\n',
      "package-lock.json": '{ "lockfileVersion": 3 }\n',
    },
    build: ["parcel", "build", "index.html", "--log-level", "warn"],
    hasInlineScripts: true,
    dev: (port) => [
      "parcel",
      "serve",
      "index.html",
      "--dist-dir",
      "dev",
      "--port",
      port,
      "--host",
      "127.0.0.1",
    ],
  },
  "Next 16": {
    files: {
      "next.config.mjs": `export default { output: "export", turbopack: { root: ${JSON.stringify(PACKAGING)} } };\n`,
      "app/layout.js": `export const metadata = { icons: "data:," };

export default function Layout({ children }) {
  return <html lang="en"><body>{children}</body></html>;
}
`,
      "app/page.js": `"use client";

import { useEffect } from "react";
import { show } from "../app.js";

export default function Page() {
  useEffect(() => {
    show();
  }, []);
  return <output />;
}
`,
      // On the server, where the bundle has no disk around it as the package had.
      "app/nik/route.js": `import { parseNik } from "periksa";

export const dynamic = "force-static";

export async function GET() {
  return Response.json(await parseNik("3201015703940007"));
}
`,
    },
    build: ["next", "build"],
    dev: (port) => ["next", "dev", "--port", port, "--hostname", "127.0.0.1"],
    out: "out",
    makes: { "out/nik": '"gender":"female"' },
    hasInlineScripts: true,
  },
  esbuild: {
    build: [...ESBUILD, "--splitting", "main=main.js", "worker-thread=periksa/worker-thread.js"],
    copies: { "dist/index.html": "index.html", "dist/periksa_bg.wasm": WASM },
  },
  "esbuild, inline": {
    files: INLINE,
    build: [...ESBUILD, "main=main.js", "worker-thread=worker-thread.js"],
    copies: { "dist/index.html": "index.html" },
    isInline: true,
  },
  Rollup: {
    files: { "rollup.config.js": ROLLUP({ main: "main.js", "worker-thread": "periksa/worker-thread.js" }) },
    build: ["rollup", "--config", "--silent"],
    copies: { "dist/index.html": "index.html", "dist/periksa_bg.wasm": WASM },
  },
  "Rollup, inline": {
    files: {
      ...INLINE,
      "rollup.config.js": ROLLUP({ main: "main.js", "worker-thread": "worker-thread.js" }),
    },
    build: ["rollup", "--config", "--silent"],
    copies: { "dist/index.html": "index.html" },
    isInline: true,
  },
};
