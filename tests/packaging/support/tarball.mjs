// The package as npm gives it to others.

import { execFile } from "node:child_process";
import { cp, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { promisify } from "node:util";

import { ROOT } from "../../e2e/support/root.mjs";

const run = promisify(execFile);

/** Where the bundlers are; what is made below it finds them as a project finds its own. */
const HERE = join(ROOT, "tests/packaging");

/** Packs `pkg/` and installs it into an empty project. `folder(name, files)` makes further projects that have it. */
export async function installTarball() {
  const base = await mkdtemp(join(HERE, "work-"));
  const { stdout } = await run("npm", ["pack", join(ROOT, "pkg"), "--json", "--ignore-scripts"], {
    cwd: base,
  });
  const [{ filename }] = Object.values(JSON.parse(stdout));
  const installed = join(base, "installed");
  await write(installed, { "package.json": '{ "private": true, "type": "module" }' });
  await run("npm", ["install", join(base, filename), "--no-audit", "--no-fund", "--omit=dev"], {
    cwd: installed,
  });
  return {
    installed,
    tarball: join(base, filename),
    async folder(name, files) {
      const folder = join(base, name);
      await cp(installed, folder, { recursive: true });
      await write(folder, files);
      return folder;
    },
    remove: () => rm(base, { recursive: true }),
  };
}

/** Writes files by their paths. */
async function write(folder, files) {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
}
