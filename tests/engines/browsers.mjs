// Browsers of three makers, each through its own WebDriver server: Playwright drives no system's WebKitGTK.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";

import { Builder } from "selenium-webdriver";

import { CHROMIUM, CHROMIUM_ARGS } from "../e2e/support/browser.mjs";
import { closedPort } from "../e2e/support/shop.mjs";

/**
 * How each is started: its server, what a session asks for, and whether it needs a display. `noised`: it changes what a
 * page reads from a canvas.
 */
export const BROWSERS = {
  Chromium: {
    server: (port) => ["chromedriver", `--port=${port}`],
    capabilities: {
      browserName: "chrome",
      "goog:chromeOptions": { binary: CHROMIUM, args: ["--headless", ...CHROMIUM_ARGS] },
    },
  },
  // In place of the plain one, which hides less from a page and is the same engine otherwise.
  "Firefox with privacy.resistFingerprinting": {
    // By default its second port is the same for all.
    server: (port) => ["geckodriver", "--port", `${port}`, "--websocket-port", "0"],
    capabilities: {
      browserName: "firefox",
      "moz:firefoxOptions": { args: ["-headless"], prefs: { "privacy.resistFingerprinting": true } },
    },
    noised: true,
  },
  WebKitGTK: {
    server: (port) => ["WebKitWebDriver", `--port=${port}`],
    // The server knows where its own browser is.
    capabilities: { browserName: "MiniBrowser", "webkitgtk:browserOptions": { args: ["--automation"] } },
    display: true,
  },
};

/** How long a server may take to answer, and a script to run. */
const START = 30_000;
const SCRIPT = 900_000;

/**
 * Starts one of them; `stop` ends what was started.
 * @param {keyof typeof BROWSERS} name
 */
export async function startBrowser(name) {
  const { server, capabilities, display } = BROWSERS[name];
  const stops = [];
  const stop = async () => {
    // A browser that has crashed does not quit; its server is ended all the same.
    for (const end of stops.splice(0).reverse()) await end().catch(() => {});
  };
  try {
    const environment = { ...process.env };
    if (display) {
      const screen = await startDisplay();
      stops.push(screen.stop);
      environment.DISPLAY = screen.name;
    }
    const port = await closedPort();
    const [command, ...args] = server(port);
    const driving = start(command, args, { env: environment, stdio: "ignore" });
    stops.push(driving.stop);
    const url = `http://127.0.0.1:${port}`;
    await Promise.race([answering(`${url}/status`), driving.failed]);
    const driver = await new Builder().usingServer(url).withCapabilities(capabilities).build();
    stops.push(() => driver.quit());
    await driver.manage().setTimeouts({ script: SCRIPT });
    return { driver, stop };
  } catch (cause) {
    await stop();
    throw new Error(`${name} did not start; .ci/setup test installs it`, { cause });
  }
}

/** A screen in memory, under a name that it picks itself. */
async function startDisplay() {
  const screen = start("Xvfb", ["-displayfd", "3", "-nolisten", "tcp"], {
    stdio: ["ignore", "ignore", "ignore", "pipe"],
  });
  const [number] = await Promise.race([once(screen.child.stdio[3], "data"), screen.failed]);
  return { name: `:${String(number).trim()}`, stop: screen.stop };
}

/** A process: `failed` rejects when it can't run or ends by itself, `stop` ends it. */
function start(command, args, options) {
  const child = spawn(command, args, options);
  const ended = new Promise((resolve) => {
    child.once("error", (error) => resolve(error.message));
    child.once("exit", (code) => resolve(`${command} ended with ${code}`));
  });
  const failed = ended.then((reason) => {
    throw new Error(reason);
  });
  failed.catch(() => {});
  return {
    child,
    failed,
    async stop() {
      child.kill();
      await ended;
    },
  };
}

async function answering(url) {
  const deadline = Date.now() + START;
  while (!(await fetch(url).then(ready, () => false))) {
    if (Date.now() > deadline) throw new Error(`${url} does not answer`);
    await sleep(50);
  }
}

async function ready(response) {
  const { value } = await response.json();
  return value.ready;
}
