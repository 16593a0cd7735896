// The app that every bundler builds: it checks one picture on the page and in a worker, and shows what came of it.

import { readFile } from "node:fs/promises";

import { ROOT } from "../../e2e/support/root.mjs";

const CHECKS = `const file = new File([jpeg()], "ktp.jpg", { type: "image/jpeg" });

export async function verdictOf(check) {
  try {
    const { ok, problems, quality } = await check(file, { document: "ktp", vendor: "verihubs" });
    return JSON.stringify({ ok, codes: problems.map(({ code }) => code), quality });
  } catch (error) {
    return error.code + ": " + error.message;
  }
}
`;

/**
 * Its files. `names` are the addresses that the package goes by; without a worker's the page checks alone.
 * @param {{ periksa?: string, worker?: string | null }} names
 */
export async function app({ periksa = "periksa", worker = "periksa/worker" } = {}) {
  const support = async (name) => readFile(`${ROOT}tests/e2e/support/${name}`, "utf8");
  const imports = [`import { check } from "${periksa}";`];
  if (worker) imports.push(`import { check as checkInWorker } from "${worker}";`);
  const show = `export async function show() {
  const verdicts = await Promise.all([check${worker ? ", checkInWorker" : ""}].map(verdictOf));
  document.querySelector("output").textContent = verdicts.join("\\n");
}
`;
  return {
    "jpeg.mjs": await support("jpeg.mjs"),
    "random.mjs": await support("random.mjs"),
    "verdict.js": `import { jpeg } from "./jpeg.mjs";\n\n${CHECKS}`,
    "app.js": `${imports.join("\n")}\nimport { verdictOf } from "./verdict.js";\n\n${show}`,
    "main.js": 'import { show } from "./app.js";\n\nshow();\n',
    "index.html": PAGE,
  };
}

/** The script stands apart: a strict policy lets no inline one run. */
const PAGE = `<!doctype html>
<html lang="en">
  <head>
    <title>shop</title>
    <link rel="icon" href="data:," />
    <script type="module" src="./main.js"></script>
  </head>
  <body><output></output></body>
</html>
`;
