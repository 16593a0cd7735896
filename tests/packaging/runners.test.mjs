// The package out of its tarball in people's own tests: Vitest and Jest, without a page and with pages that are played.

import { match } from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, describe, test } from "node:test";

import { ROOT } from "../e2e/support/root.mjs";
import { run, tool } from "./support/commands.mjs";
import { installTarball } from "./support/tarball.mjs";

const TIMEOUT = { timeout: 120_000 };
/** Each runner's name for the environment, and how a test gets its functions. */
const RUNNERS = {
  Vitest: {
    command: [tool("vitest"), "run"],
    environments: ["node", "jsdom", "happy-dom"],
    spec: (environment) => `// @vitest-environment ${environment}\nimport { expect, test } from "vitest";\n`,
    passed: (tests) => new RegExp(`Tests +${tests} passed \\(${tests}\\)`),
  },
  Jest: {
    // The package is ESM, which Jest takes by this flag.
    command: [process.execPath, "--experimental-vm-modules", tool("jest")],
    environments: ["node", "jsdom", "@happy-dom/jest-environment"],
    spec: (environment) =>
      `/** @jest-environment ${environment} */\nimport { expect, test } from "@jest/globals";\n`,
    passed: (tests) => new RegExp(`Tests: +${tests} passed, ${tests} total`),
  },
};

describe("the tarball in tests", () => {
  let project;
  before(async () => {
    project = await installTarball();
  }, TIMEOUT);
  after(() => project.remove());

  for (const [name, { command, environments, spec, passed }] of Object.entries(RUNNERS)) {
    test(`${name}: ${environments.join(", ")}`, TIMEOUT, async () => {
      const own = async (path) => readFile(`${ROOT}tests/${path}`, "utf8");
      const specs = environments.map((environment) => [
        `${environment.replaceAll("/", "-")}.test.mjs`,
        `${spec(environment)}import { define } from "./specs.mjs";\n\ndefine(test, expect);\n`,
      ]);
      const folder = await project.folder(name, {
        "package.json": '{ "type": "module", "jest": { "transform": {}, "testMatch": ["**/*.test.mjs"] } }',
        "specs.mjs": await own("packaging/support/specs.mjs"),
        "jpeg.mjs": await own("e2e/support/jpeg.mjs"),
        "random.mjs": await own("e2e/support/random.mjs"),
        ...Object.fromEntries(specs),
      });
      // Four tests without a page, five with one. It ends with another code where one fails.
      const said = await run(folder, [...command], { withErrors: true });
      match(said, passed(14));
    });
  }
});
