// The custom-elements manifest of `<periksa-input>`, compared with the element itself.

import { deepEqual, equal, ok } from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, describe, test } from "node:test";

import { button, choose, inForm, mount, picture, reach, TEXT } from "./support/element.mjs";
import { ROOT } from "./support/root.mjs";
import { openShop } from "./support/shop.mjs";

const TIMEOUT = { timeout: 60_000 };
/** Attributes that no property of Lit's has, so that the element does not observe them. */
const NOT_OBSERVED = ["disabled", "name", "phase"];

const namesOf = (list) => list.map(({ name }) => name).sort();

describe("the custom-elements manifest", () => {
  let manifest;
  let declared;
  let shop;
  let page;
  before(async () => {
    const { customElements } = JSON.parse(await readFile(`${ROOT}pkg/package.json`, "utf8"));
    manifest = JSON.parse(await readFile(`${ROOT}pkg/${customElements}`, "utf8"));
    [declared] = manifest.modules[0].declarations;
    shop = await openShop();
    page = await shop.page();
    // What the element does from its first moment on.
    await page.evaluate(() => {
      globalThis.found = { states: new Set(), events: new Set(), parts: new Set() };
      const { add } = CustomStateSet.prototype;
      CustomStateSet.prototype.add = function (name) {
        found.states.add(name);
        return add.call(this, name);
      };
      const { dispatchEvent } = EventTarget.prototype;
      EventTarget.prototype.dispatchEvent = function (event) {
        if (this.localName === "periksa-input") found.events.add(event.type);
        return dispatchEvent.call(this, event);
      };
    });
    await mount(page, inForm(`endpoint="${shop.proxy.endpoint}" retries="0" required`));
    await page.evaluate(() => {
      const root = field.shadowRoot;
      const look = () => {
        for (const { part } of root.querySelectorAll("[part]"))
          for (const name of part) found.parts.add(name);
      };
      look();
      new MutationObserver(look).observe(root, { subtree: true, childList: true, attributes: true });
    });
  });
  after(() => shop.close());

  test("names the module, the class and the tag", async () => {
    const [{ path, exports }] = manifest.modules;
    const reference = { name: declared.name, module: path };
    deepEqual(exports, [
      { kind: "js", name: declared.name, declaration: reference },
      { kind: "custom-element-definition", name: declared.tagName, declaration: reference },
    ]);
    const isDefined = await page.evaluate(
      async ([path, name, tag]) => (await import(`/pkg/${path}`))[name] === customElements.get(tag),
      [path, declared.name, declared.tagName],
    );
    equal(isDefined, true);
  });

  test("has every attribute, with the property that it sets", async () => {
    const observed = await page.evaluate(() => field.constructor.observedAttributes);
    deepEqual(namesOf(declared.attributes), [...observed, ...NOT_OBSERVED].sort());
    const fields = declared.members.filter(({ attribute }) => attribute);
    const ofMembers = fields.map(({ name, attribute }) => [attribute, name]).sort();
    const ofAttributes = declared.attributes.filter(({ fieldName }) => fieldName);
    deepEqual(ofAttributes.map(({ name, fieldName }) => [name, fieldName]).sort(), ofMembers);
    for (const { name, type } of ofAttributes.filter(({ type }) => type.text === "boolean")) {
      const { name: property, reflects } = fields.find(({ attribute }) => attribute === name);
      const values = await page.evaluate(
        ([attribute, property]) => {
          const other = document.createElement("periksa-input");
          other.setAttribute(attribute, "");
          return [document.createElement("periksa-input")[property], other[property]];
        },
        [name, property],
      );
      deepEqual([values, reflects, type.text], [[false, true], true, "boolean"], name);
    }
  });

  test("has every property and method", async () => {
    const [accessors, functions] = await page.evaluate(() => {
      const members = Object.entries(Object.getOwnPropertyDescriptors(field.constructor.prototype));
      const names = (isWanted) => members.filter(([, member]) => isWanted(member)).map(([name]) => name);
      return [names(({ get }) => get), names(({ value }) => typeof value === "function")];
    });
    // Of Lit's own members, only this one is for users.
    const kindsOf = (wanted) => namesOf(declared.members.filter(({ kind }) => kind === wanted));
    deepEqual(kindsOf("field"), [...accessors, "updateComplete"].sort());
    // What the browser and Lit call.
    const called = /Callback$|^(constructor|willUpdate|render|updated)$/;
    deepEqual(kindsOf("method"), functions.filter((name) => !called.test(name)).sort());
    const writable = await page.evaluate(() => {
      const members = Object.entries(Object.getOwnPropertyDescriptors(field.constructor.prototype));
      return members.filter(([, { set }]) => set).map(([name]) => name);
    });
    const stated = declared.members.filter(({ kind, readonly }) => kind === "field" && !readonly);
    deepEqual(namesOf(stated), writable.sort());
  });

  test("has every custom property of the styles", async () => {
    const used = await page.evaluate(() => {
      const text = [field.constructor.styles].flat().map(({ cssText }) => cssText);
      return [...new Set(text.join("").match(/--periksa-[\w-]+/g))];
    });
    deepEqual(namesOf(declared.cssProperties), used.sort());
  });

  test("has every event, part and state", TIMEOUT, async () => {
    await choose(page, TEXT);
    await reach(page, "failed");
    await choose(page, picture());
    await reach(page, "ready");
    await page.route("**/api/ocr/**", (route) => route.abort("connectionreset"));
    await button(page, "send").click();
    await reach(page, "resuming");
    await button(page, "cancel").click();
    await page.unroute("**/api/ocr/**");
    await page.evaluate(() => {
      field.headers = { "Sandbox-Scenario": "slow" };
    });
    await button(page, "send").click();
    await reach(page, "sending");
    await button(page, "cancel").click();
    await reach(page, "failed");
    await button(page, "send").click();
    await reach(page, "done");
    await page.evaluate(async () => {
      const prepare = () => Promise.reject(new kit.periksa.OcrError({ code: "engine_unavailable" }));
      field.engine = { ...kit.periksa, prepare };
      await field.pick(kit.picture({ seed: 15_802 }));
      await field.updateComplete;
    });
    const found = await page.evaluate(() => ({
      states: [...globalThis.found.states].sort(),
      events: [...globalThis.found.events].sort(),
      parts: [...globalThis.found.parts].sort(),
    }));
    deepEqual(found, {
      states: namesOf(declared.cssStates),
      events: namesOf(declared.events),
      parts: namesOf(declared.cssParts),
    });
    ok([...declared.cssParts, ...declared.attributes].every(({ description }) => description));
  });
});
