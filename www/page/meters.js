import { byId, element } from "./dom.js";
import { score } from "./formatting.js";
import { text } from "./language.js";

/** The checks on pixels, by their names in a report. */
export const CHECKS = ["blur", "dark", "flashlight", "grayscale"];

const rows = new Map(CHECKS.map((check) => [check, meterRow(check)]));
byId("meters").append(...[...rows.values()].map(({ row }) => row));

/** The slider of a check's threshold. @returns {HTMLInputElement} */
export function sliderOf(/** @type {string} */ check) {
  return rows.get(check).slider;
}

/**
 * Draws the scores, and puts the sliders where the report says, but for those in the person's hand.
 * @param {import("/pkg/index.js").QualityReport | null} quality `null` where the pixels were not judged
 * @param {(check: string) => number | undefined} ownThreshold what the person set
 */
export function showScores(quality, ownThreshold) {
  for (const [check, { row, name, said, bar, slider }] of rows) {
    const found = quality?.[check];
    const called = text(`rule.${check}`);
    name.textContent = called;
    slider.setAttribute("aria-label", text("meter.threshold", { name: called }));
    bar.setAttribute("aria-label", text("meter.score", { name: called }));
    bar.hidden = !found;
    slider.value = ownThreshold(check) ?? found?.threshold ?? slider.value;
    said.textContent = found ? text(`meter.${found.detected ? "detected" : "passed"}`, numbers(found)) : "";
    if (found) row.dataset.detected = found.detected;
    else delete row.dataset.detected;
    if (!found) continue;
    bar.setAttribute("aria-valuenow", found.score);
    // By the object model: a strict policy has no style attributes.
    bar.style.setProperty("--score", found.score);
  }
}

function numbers({ score: value, threshold }) {
  return { score: score(value), threshold: score(threshold) };
}

function meterRow(check) {
  const name = element("strong");
  const said = element("span");
  const bar = element("div", { class: "bar", role: "meter", "aria-valuemin": 0, "aria-valuemax": 1 });
  const slider = element("input", {
    id: `threshold-${check}`,
    // Before the type: a range that does not know its ends yet would begin at the wrong one.
    ...{ min: 0, max: 1, step: 0.01 },
    type: "range",
    autocomplete: "off",
  });
  const row = element(
    "div",
    { class: "meter", "data-check": check },
    element("p", {}, name, said),
    element("div", { class: "track" }, bar, slider),
  );
  return { row, name, said, bar, slider };
}
