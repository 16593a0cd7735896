// The real server, with its sandbox or before a vendor that a test scripts.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout } from "node:timers/promises";

import { ROOT } from "./root.mjs";

/**
 * Starts the proxy on a free port. `stop` ends it.
 * @param {{ allowOrigins?: string[], policy?: string, page?: string, more?: string[], env?: Record<string, string>,
 *   vendor?: string, port?: number }} options `policy` is a file, `page` a folder, `more` are arguments of the command line, `env`
 * are variables; `vendor` is the address of one that is not the sandbox.
 */
export async function startProxy({
  allowOrigins = [],
  policy,
  page,
  more = [],
  env = {},
  vendor,
  port = 0,
} = {}) {
  const origins = allowOrigins.flatMap((origin) => ["--allow-origin", origin]);
  const judging = policy ? ["--policy", policy] : [];
  const showing = page ? ["--page", page] : [];
  const playing = vendor ? ["--open"] : ["--sandbox"];
  const options = [...playing, "--port", String(port), ...origins, ...judging, ...showing, ...more];
  const credentials = { VERIHUBS_APP_ID: "app", VERIHUBS_API_KEY: "key", VERIHUBS_BASE_URL: vendor };
  const server = spawn("target/server/periksa-proxy", options, {
    cwd: ROOT,
    env: { ...process.env, ...(vendor ? credentials : {}), ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let log = "";
  server.stderr.on("data", (text) => {
    log += text;
  });
  const url = await new Promise((resolve, reject) => {
    let said = "";
    server.stdout.on("data", (text) => {
      said += text;
      const [, found] = /listening on (http:\S+)/.exec(said) ?? [];
      if (found) resolve(found);
    });
    server.once("error", reject);
    server.once("exit", (code) => reject(new Error(`the proxy ended with ${code}: ${log}`)));
  });
  /** How many calls the sandbox got. */
  const calls = async () => {
    const { total } = await (await fetch(`${url}/sandbox/calls`)).json();
    return total;
  };
  return {
    url,
    endpoint: `${url}/api/ocr`,
    calls,
    /** Waits until the sandbox got so many. */
    async reached(count) {
      while ((await calls()) < count) await setTimeout(20);
    },
    async stop() {
      const ended = once(server, "exit");
      server.kill();
      // Requests under way are waited for; tests leave slow ones behind.
      const impatience = globalThis.setTimeout(() => server.kill("SIGKILL"), 1_000);
      await ended;
      clearTimeout(impatience);
    },
  };
}
