// What the app must show: the same file has the same verdict wherever it is checked.

import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";

import { app } from "./app.mjs";

const run = promisify(execFile);

/** The verdict on the app's file, by the package in Node. */
export async function expectedVerdict(project) {
  const folder = await project.folder("node", { ...(await app()), "say.mjs": SAY });
  const { stdout } = await run(process.execPath, [join(folder, "say.mjs")], { cwd: folder });
  return stdout;
}

const SAY = `import { check } from "periksa";
import { verdictOf } from "./verdict.js";

process.stdout.write(await verdictOf(check));
`;
