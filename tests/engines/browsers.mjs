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

/** Those that only some tests drive. */
const OTHERS = {
  // With clocks as fine as Chromium's.
  Firefox: {
    ...BROWSERS["Firefox with privacy.resistFingerprinting"],
    capabilities: {
      browserName: "firefox",
      "moz:firefoxOptions": { args: ["-headless"], prefs: { "privacy.reduceTimerPrecision": false } },
    },
  },
};

/** How long a server may take to answer, and a script to run. */
const START = 30_000;
const SCRIPT = 900_000;

/**
 * Starts one of them; `stop` ends what was started.
 * @param {keyof typeof BROWSERS | keyof typeof OTHERS} name
 */
export async function startBrowser(name) {
  const { server, capabilities, display } = BROWSERS[name] ?? OTHERS[name];
  const stops = [];
  const stop = async () => {
    // A browser that has crashed does not quit; its server is ended all the same.
    for (const end of stops.splice(0).reverse()) await end().catch(() => {});
  };
  try {
    const environment = { ...process.env };
    if (display) {
      const screen = startDisplay();
      stops.push(screen.stop);
      environment.DISPLAY = await screen.name;
    }
    const port = await closedPort();
    const [command, ...args] = server(port);
    const driving = start(command, args, { env: environment, stdio: "ignore" });
    stops.push(driving.stop);
    const url = `http://127.0.0.1:${port}`;
    await Promise.race([answering(`${url}/status`), driving.failed]);
    const opening = new Builder().usingServer(url).withCapabilities(capabilities).build();
    const driver = await Promise.race([opening, tooLate(`${name}'s session`)]);
    stops.push(() => driver.quit());
    await driver.manage().setTimeouts({ script: SCRIPT });
    return { driver, stop };
  } catch (cause) {
    await stop();
    throw new Error(`${name} did not start; .ci/setup test installs it`, { cause });
  }
}

/** A screen in memory, under a name that it picks itself. */
function startDisplay() {
  const { child, failed, stop } = start("Xvfb", ["-displayfd", "3", "-nolisten", "tcp"], {
    stdio: ["ignore", "ignore", "ignore", "pipe"],
  });
  const told = once(child.stdio[3], "data").then(([number]) => `:${String(number).trim()}`);
  return { name: Promise.race([told, failed, tooLate("a screen")]), stop };
}

async function tooLate(what) {
  await sleep(START, undefined, { ref: false });
  throw new Error(`${what} did not come in ${START} ms`);
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
      await Promise.race([ended, sleep(5000, undefined, { ref: false })]);
      child.kill("SIGKILL");
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
