// Chromium and Firefox, as the benchmark drives them.

import { launch } from "../e2e/support/browser.mjs";
import { startBrowser } from "../engines/browsers.mjs";

/**
 * @typedef {object} Driven
 * @property {string} name With its version.
 * @property {(paths: string[]) => Promise<void>} pick Has the page's input hold these files.
 * @property {(call: string, ...args: unknown[]) => Promise<any>} call A function of the page's `bench`.
 * @property {() => Promise<void>} stop
 */

/** @type {Record<string, (url: string) => Promise<Driven>>} */
export const DRIVERS = {
  async Chromium(url) {
    const browser = await launch();
    const page = await browser.newPage();
    await page.goto(url);
    return {
      name: `Chromium ${browser.version()}`,
      browser,
      page,
      pick: (paths) => page.setInputFiles("input", paths),
      call: (call, ...args) => page.evaluate(([call, args]) => bench[call](...args), [call, args]),
      stop: () => browser.close(),
    };
  },
  async Firefox(url) {
    const { driver, stop } = await startBrowser("Firefox");
    await driver.get(url);
    const version = (await driver.getCapabilities()).get("browserVersion");
    return {
      name: `Firefox ${version}`,
      pick: async (paths) => {
        const input = await driver.findElement({ css: "input" });
        await input.clear();
        // Some stages have no files, and WebDriver takes an empty list for a file without a name.
        if (paths.length) await input.sendKeys(paths.join("\n"));
      },
      async call(call, ...args) {
        const script = `const done = arguments[2];
          bench[arguments[0]](...arguments[1]).then((value) => done({ value }), (error) => done({ error: String(error) }))`;
        const { value, error } = await driver.executeAsyncScript(script, call, args);
        if (error) throw new Error(error);
        return value;
      },
      stop,
    };
  },
};
