// Samples to figures, and figures to Markdown.

import { ROOT } from "../e2e/support/root.mjs";

/** The figures of the last run that was put into the repository, and the page with their tables. */
export const RESULTS = `${ROOT}tests/bench/results.json`;
export const PAGE = `${ROOT}docs/benchmark.md`;
const TABLES = /(<!-- tables -->\n)[\s\S]*(<!-- end -->)/;

/** The page with the tables of these results. */
export function withTables(page, results) {
  if (!TABLES.test(page)) throw new Error("the page has no place for tables");
  return page.replace(TABLES, (_, before, after) => `${before}\n${tables(results)}\n${after}`);
}

/** A table a stage: how many times as long as periksa each way takes. */
export function tables({ machine, browsers, stages }) {
  const { processor, cores, memory } = machine;
  const where = `${Object.values(browsers).join(" and ")}; ${cores} cores of ${processor}, ${memory}`;
  const parts = [`Measured by \`npm run bench\` in ${where}.`];
  for (const { title, about, rows } of Object.values(stages)) parts.push(table(title, about, rows));
  return `${parts.join("\n\n")}\n`;
}

function table(title, about, rows) {
  const ways = [...new Set(rows.flatMap((row) => Object.keys(row.ways)))];
  const line = (cells) => `| ${cells.join(" | ")} |`;
  const has = (key) => rows.some((row) => row.ways.periksa[key] !== undefined);
  const cell = (way) => {
    if (!way) return "–";
    const [low, high] = way.spread.map(figure);
    const spread = low === high ? "" : ` (${low}–${high})`;
    const extra = has("ssim") ? `, ${(way.bytes / 1000).toFixed(0)} kB, ${way.ssim.toFixed(4)}` : "";
    return `${figure(way.ratio)}${spread}${extra}`;
  };
  return [
    `### ${title}`,
    "",
    `${about[0].toUpperCase()}${about.slice(1)}. periksa takes 1; how many times as long each takes (median of the rounds; in brackets the middle half)${has("ssim") ? ", bytes, SSIM" : ""}:`,
    "",
    line(["", ...ways]),
    line(["---", ...ways.map(() => "---:")]),
    ...rows.map((row) => line([`${row.browser}, ${row.input}`, ...ways.map((way) => cell(row.ways[way]))])),
  ].join("\n");
}

function figure(ratio) {
  return ratio >= 10 ? ratio.toFixed(0) : ratio.toPrecision(2);
}
