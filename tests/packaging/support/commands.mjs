// Commands of the bundlers and of other tools, without telemetry.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";

import { ROOT } from "../../e2e/support/root.mjs";

const START_MS = 60_000;
const ENVIRONMENT = {
  ...process.env,
  ASTRO_TELEMETRY_DISABLED: "1",
  CI: "1",
  NEXT_TELEMETRY_DISABLED: "1",
  PARCEL_WORKERS: "2",
  NO_COLOR: "1",
  FORCE_COLOR: undefined,
  // The test runner sets it for its own sake; tools take it as a sign to do otherwise.
  NODE_TEST_CONTEXT: undefined,
};

/** A command of those installed for these tests. */
export function tool(name) {
  return join(ROOT, "tests/packaging/node_modules/.bin", name);
}

/**
 * Runs a command to its end; gives its output, with `withErrors` what it said beside that too. Rejects with all that it
 * said where it fails.
 */
export async function run(folder, command, { withErrors = false } = {}) {
  const { child, said } = start(folder, command);
  const [output, [code]] = await Promise.all([text(child.stdout), once(child, "close")]);
  if (code !== 0) throw new Error(`${command.join(" ")} ended with ${code}:\n${said()}`);
  return withErrors ? said() : output;
}

/** Starts a server, and waits until it answers as `isUp` wants; `stop` ends it and what it started. */
export async function startServer(folder, command, origin, isUp = ({ ok }) => ok) {
  const { child, said } = start(folder, command);
  const ended = once(child, "close");
  const stop = async () => {
    if (child.exitCode === null && child.signalCode === null) process.kill(-child.pid, "SIGKILL");
    await ended;
  };
  const deadline = Date.now() + START_MS;
  while (!(await fetch(origin).then(isUp, () => false))) {
    if (Date.now() > deadline || child.exitCode !== null) {
      await stop();
      throw new Error(`${command.join(" ")} does not answer:\n${said()}`);
    }
    await sleep(100);
  }
  return { stop };
}

function start(folder, [name, ...args]) {
  const child = spawn(name, args.map(String), {
    cwd: folder,
    env: ENVIRONMENT,
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
  });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk) => {
      said += chunk;
    });
  }
  return { child, said: () => said };
}
