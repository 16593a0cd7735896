import { element } from "/dom.js";
import { number } from "/formatting.js";
import { text } from "/language.js";

/**
 * One stage as a table whose rows have bars, the longest way's the longest.
 * @param {string} stage
 * @param {{ ways: Record<string, { ms: number, ratio: number }>, failed: Record<string, string> }} measured
 */
export function stageTable(stage, { ways, failed }) {
  const longest = Math.max(...Object.values(ways).map(({ ms }) => ms));
  const rows = Object.entries(ways).map(([way, { ms, ratio }]) => {
    const bar = element("div", { class: "stage-bar", "aria-hidden": "true" });
    // By the object model: a strict policy has no style attributes.
    bar.style.setProperty("--share", ms / longest);
    return row(way, bar, figure(ms), figure(ratio));
  });
  const unable = Object.keys(failed).map((way) => row(way, null, text("bench.unable"), "–"));
  const heads = ["way", "ms", "ratio"].map((head) => element("th", { scope: "col" }, text(`bench.${head}`)));
  return element(
    "table",
    { class: "stage-table", "data-stage": stage },
    element("caption", {}, text(`stage.${stage}`), element("span", {}, text(`stage.${stage}.about`))),
    element("thead", {}, element("tr", {}, ...heads)),
    element("tbody", {}, ...rows, ...unable),
  );
}

function row(way, bar, ms, ratio) {
  return element(
    "tr",
    { "data-way": way },
    element("th", { scope: "row" }, nameOf(way), bar),
    element("td", {}, ms),
    element("td", {}, ratio),
  );
}

function nameOf(way) {
  return WITH_TEXT.has(way) ? text(`way.${way}`) : way;
}

const WITH_TEXT = new Set(["slice", "bitmap", "laplacian", "canvas"]);

/** To two or three digits: there are no more in a measurement. */
function figure(value) {
  return number(value, { maximumSignificantDigits: value >= 100 ? 3 : 2 });
}
