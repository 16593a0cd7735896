// What each framework and tool needs to build a page with the element: its files, its commands, and where the work is done.

import { join } from "node:path";

import { ROOT } from "../../e2e/support/root.mjs";
import { tool } from "./commands.mjs";
import { codeOfReadme } from "./readme.mjs";

const PACKAGING = join(ROOT, "tests/packaging");
const FIELD = '<periksa-input name="ktp" kind="ktp" vendor="verihubs" endpoint="/api/ocr"></periksa-input>';
const page = (head, body = FIELD) => `<!doctype html>
<html lang="en">
  <head><title>shop</title><link rel="icon" href="data:," />${head}</head>
  <body>${body}</body>
</html>
`;
const MODULE = '<script type="module" src="./main.js"></script>';
const PLAIN = { "main.js": 'import "periksa/element";\n', "index.html": page(MODULE) };
/** Newer than ours, as Angular wants it. */
const NODE_22 = tool("node");

/** On a server first: attributes stay in its markup, while React sets no property of an element that it hydrates. */
const REACT_ROUTER = {
  // It would install isbot by itself, and drop what the project does not name.
  "package.json": '{ "private": true, "type": "module", "dependencies": { "isbot": "*" } }\n',
  "vite.config.js": `import { reactRouter } from "@react-router/dev/vite";

export default { plugins: [reactRouter()] };
`,
  "react-router.config.js": "export default { ssr: true };\n",
  "app/routes.js": `import { index } from "@react-router/dev/routes";

export default [index("home.jsx")];
`,
  "app/root.jsx": `import { Outlet, Scripts } from "react-router";

export default function Root() {
  return (
    <html lang="en">
      <head><title>shop</title><link rel="icon" href="data:," /></head>
      <body><Outlet /><Scripts /></body>
    </html>
  );
}
`,
  "app/home.jsx": `import "periksa/element/react";

export default function Home() {
  return ${FIELD.replace("><", ' fail-closed=""><')};
}
`,
};

/**
 * @typedef {object} Framework
 * @property {Record<string, string>} files
 * @property {string[][]} build the commands, one after another
 * @property {(port: number) => string[]} [dev] the command of its dev server
 * @property {string} [out] the folder that is served; `dist` by default
 * @property {(port: number) => string[]} [start] the command that serves what was built, where a server is part of it
 * @property {string} [remote] a folder that is served by another origin, whose address the page is given
 * @property {number} workers how many there are in the page that was built; none where the page's thread does the work
 * @property {number} [devWorkers]
 * @property {boolean} [isClosed] the element's markup has `fail-closed`
 */

/** @type {Record<string, Framework>} */
export const FRAMEWORKS = {
  Bun: {
    files: PLAIN,
    build: [[tool("bun"), "build", "./index.html", "--outdir", "dist", "--minify"]],
    workers: 0,
  },
  Deno: {
    files: PLAIN,
    build: [[tool("deno"), "bundle", "--platform=browser", "--outdir=dist", "index.html"]],
    workers: 0,
  },
  Rsbuild: {
    files: {
      "main.js": PLAIN["main.js"],
      "page.html": page(""),
      "rsbuild.config.mjs":
        'export default { source: { entry: { index: "./main.js" } }, html: { template: "./page.html" } };\n',
    },
    build: [[tool("rsbuild"), "build"]],
    workers: 1,
  },
  // The remote's origin lets no other have its files, but for scripts, which need no leave.
  "webpack Module Federation": {
    files: {
      "field.js": 'import "periksa/element";\n',
      "remote.config.mjs": federated("remote", { entry: {}, exposes: { "./field": "./field.js" } }),
      "main.js": 'import("./boot.js");\n',
      "boot.js": 'import("remote/field");\n',
      "host.config.mjs": federated("host", {
        entry: "./main.js",
        remotes: {
          remote: `promise new Promise((resolve, reject) => {
            const script = document.createElement("script");
            script.src = new URLSearchParams(location.search).get("remote") + "/remote.js";
            script.onload = () => resolve(window.remote);
            script.onerror = reject;
            document.head.append(script);
          })`,
        },
      }),
      "host/index.html": page('<script defer src="./main.js"></script>'),
    },
    build: ["remote", "host"].map((name) => [tool("webpack"), "--config", `${name}.config.mjs`]),
    out: "host",
    remote: "remote",
    workers: 0,
  },
  "React Router": {
    files: REACT_ROUTER,
    build: [[NODE_22, tool("react-router"), "build"]],
    start: (port) => ["env", `PORT=${port}`, NODE_22, tool("react-router-serve"), "build/server/index.js"],
    dev: (port) => [NODE_22, tool("react-router"), "dev", "--port", port, "--host", "127.0.0.1"],
    workers: 1,
    isClosed: true,
  },
  Next: {
    files: {
      "next.config.mjs": `export default { output: "export", turbopack: { root: ${JSON.stringify(PACKAGING)} } };\n`,
      "app/layout.js": `export const metadata = { icons: "data:," };

export default function Layout({ children }) {
  return <html lang="en"><body>{children}</body></html>;
}
`,
      "app/field.jsx": `import "periksa/element/react";\n\nexport default function Field() {\n  return ${FIELD};\n}\n`,
      "app/page.jsx": await codeOfReadme("ssr: false"),
    },
    build: [[tool("next"), "build"]],
    dev: (port) => [tool("next"), "dev", "--port", port, "--hostname", "127.0.0.1"],
    out: "out",
    workers: 1,
  },
  Vue: {
    files: {
      "main.js":
        'import { createApp } from "vue";\nimport App from "./App.vue";\n\ncreateApp(App).mount("#app");\n',
      "App.vue": `<script setup>\nimport "periksa/element";\n</script>\n\n<template>\n  ${FIELD}\n</template>\n`,
      "index.html": page(MODULE, '<div id="app"></div>'),
      "vite.config.js": await codeOfReadme("@vitejs/plugin-vue"),
    },
    build: [[tool("vite"), "build"]],
    dev: (port) => [tool("vite"), "--port", port, "--strictPort", "--host", "127.0.0.1"],
    workers: 1,
  },
  Astro: {
    files: {
      "src/pages/index.astro": page("", `${FIELD}\n<script>\n  import "periksa/element";\n</script>`),
      // It has Vite 7, whose dev server finds no worker without this.
      "astro.config.mjs":
        'export default { devToolbar: { enabled: false }, vite: { optimizeDeps: { exclude: ["periksa"] } } };\n',
    },
    build: [[NODE_22, tool("astro"), "build"]],
    dev: (port) => [NODE_22, tool("astro"), "dev", "--port", port, "--host", "127.0.0.1"],
    workers: 1,
  },
  SvelteKit: {
    files: {
      "svelte.config.js": `import adapter from "@sveltejs/adapter-static";

export default { kit: { adapter: adapter({ pages: "dist", assets: "dist" }) } };
`,
      "vite.config.js": `import { sveltekit } from "@sveltejs/kit/vite";

export default { plugins: [sveltekit()] };
`,
      "src/app.html": page("%sveltekit.head%", "<div>%sveltekit.body%</div>"),
      "src/routes/+page.js": "export const prerender = true;\n",
      "src/routes/+page.svelte": `<script>\n  import "periksa/element";\n</script>\n\n${FIELD}\n`,
    },
    build: [[NODE_22, tool("vite"), "build"]],
    workers: 1,
  },
  Angular: {
    files: {
      "angular.json": JSON.stringify(angular()),
      "tsconfig.json": JSON.stringify({
        compilerOptions: {
          ...{ strict: true, target: "es2022", module: "es2022", moduleResolution: "bundler" },
          ...{ lib: ["es2022", "dom"], skipLibCheck: true, types: [] },
        },
        angularCompilerOptions: { strictTemplates: true },
        files: ["src/main.ts"],
      }),
      "src/index.html": page('<base href="/" />', "<ktp-form></ktp-form>"),
      "src/periksa-control.ts": await codeOfReadme("class PeriksaControl"),
      "src/ktp-form.ts": await codeOfReadme("class KtpForm"),
      "src/main.ts": `import { provideZonelessChangeDetection } from "@angular/core";
import { bootstrapApplication } from "@angular/platform-browser";
import { KtpForm } from "./ktp-form";

bootstrapApplication(KtpForm, { providers: [provideZonelessChangeDetection()] }).then(({ components: [shown] }) => {
  Object.assign(globalThis, { form: shown?.instance.form });
});
`,
    },
    build: [[NODE_22, tool("ng"), "build", "--configuration", "production"]],
    dev: (port) => [NODE_22, tool("ng"), "serve", "--port", port, "--host", "127.0.0.1"],
    // The README's way to one is in the configuration for production.
    workers: 1,
    devWorkers: 0,
  },
};

function federated(name, { entry, ...shared }) {
  return `import webpack from "webpack";

export default {
  mode: "production",
  entry: ${JSON.stringify(entry)},
  output: { path: import.meta.dirname + "/${name}", filename: "[name].js", publicPath: "auto", uniqueName: "${name}" },
  performance: { hints: false },
  plugins: [
    new webpack.container.ModuleFederationPlugin(
      ${JSON.stringify({ name, filename: "remote.js", ...shared })},
    ),
  ],
};
`;
}

function angular() {
  const options = {
    outputPath: { base: "dist", browser: "" },
    browser: "src/main.ts",
    index: "src/index.html",
    tsConfig: "tsconfig.json",
  };
  const assets = [{ glob: "**/*.{js,wasm}", input: "node_modules/periksa", output: "/" }];
  const configurations = { production: { assets } };
  const architect = {
    build: { builder: "@angular/build:application", options, configurations },
    serve: { builder: "@angular/build:dev-server", options: { buildTarget: "shop:build" } },
  };
  return {
    version: 1,
    cli: { analytics: false, cache: { enabled: false } },
    projects: { shop: { projectType: "application", root: "", sourceRoot: "src", architect } },
  };
}
