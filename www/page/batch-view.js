import { judgeEach, listed } from "./batch.js";
import { currentChoices } from "./choices.js";
import { csv } from "./csv.js";
import { byId, element } from "./dom.js";
import { bytes, formatName, percent, score, size } from "./formatting.js";
import { messageOf, text } from "./language.js";
import { CHECKS } from "./meters.js";

/** @typedef {import("./batch.js").Row} Row */

/** How the table shows a row: its columns, each with its text. */
const COLUMNS = {
  file: ({ file }) => file,
  verdict: ({ verdict }) => text(`verdict.${verdict}`),
  problems: ({ problems, reason }) => (reason ? messageOf(reason) : problems.join(", ")),
  format: ({ format }) => format && formatName(format),
  bytes: (row) => bytes(row.bytes),
  pixels: ({ width, height }) => width && size(width, height),
  ...Object.fromEntries(CHECKS.map((check) => [check, ({ scores }) => scores && score(scores[check])])),
  card: ({ card }) => (card === null ? null : percent(card)),
};
/** How a CSV has it: stable names, plain numbers. */
const CSV_COLUMNS = {
  file: ({ file }) => file,
  verdict: ({ verdict }) => verdict,
  problems: ({ problems }) => problems.join(" "),
  format: ({ format }) => format,
  bytes: ({ bytes }) => bytes,
  width: ({ width }) => width,
  height: ({ height }) => height,
  ...Object.fromEntries(CHECKS.map((check) => [check, ({ scores }) => scores?.[check] ?? null])),
  card_confidence: ({ card }) => card,
};
/** So that spreadsheets read it as UTF-8. */
const BYTE_ORDER_MARK = "\uFEFF";

/** @type {Row[]} */
let rows = [];
let all = 0;
/** What the rows were judged for. */
let judgedFor = "";
/** The run under way. @type {AbortController | null} */
let running = null;
let wasCancelled = false;

/** Takes the files of the two inputs. */
export function startBatch() {
  byId("folder-button").hidden = !("webkitdirectory" in HTMLInputElement.prototype);
  for (const input of [byId("files"), byId("folder")]) {
    input.addEventListener("change", () => {
      judgeFiles([...input.files]);
      // Without this, picking the same files again would change nothing.
      input.value = "";
    });
  }
  byId("batch-cancel").addEventListener("click", () => {
    running?.abort();
    byId("files").focus();
  });
  byId("batch-save").addEventListener("click", save);
}

/** Judges these files in the place of earlier ones, whose run ends. */
export async function judgeFiles(/** @type {File[]} */ picked) {
  const files = listed(picked);
  if (files.length === 0) return;
  running?.abort();
  const run = new AbortController();
  running = run;
  const { vendor, document } = currentChoices();
  judgedFor = `${vendor}-${document}`;
  [rows, all, wasCancelled] = [[], files.length, false];
  show();
  for await (const row of judgeEach(files, run.signal)) {
    if (running !== run) return;
    rows.push(row);
    body()?.append(rowView(row));
    showProgress();
  }
  if (running !== run) return;
  [running, wasCancelled] = [null, run.signal.aborted];
  showProgress();
}

/** Puts the table into the language of the page. */
export function translateBatch() {
  show();
}

function show() {
  byId("batch-rows").hidden = all === 0;
  byId("batch-rows").replaceChildren(...(all > 0 ? [tableView()] : []));
  showProgress();
}

function showProgress() {
  byId("batch-progress-row").hidden = !running;
  byId("batch-cancel").hidden = !running;
  byId("batch-save").hidden = rows.length === 0 || Boolean(running);
  byId("batch-progress").value = all > 0 ? rows.length / all : 0;
  byId("batch-count").textContent = text("batch.count", { done: rows.length, all });
  const said = all > 0 ? summary() : "";
  // Screen readers hear the beginning and the end, not each file.
  if (byId("batch-status").textContent !== said) byId("batch-status").textContent = said;
}

function summary() {
  if (running) return text("batch.running", { all });
  const count = (verdict) => rows.filter((row) => row.verdict === verdict).length;
  const counts = Object.fromEntries(["ok", "warned", "blocked", "failed"].map((name) => [name, count(name)]));
  return text(wasCancelled ? "batch.cancelled" : "batch.done", { done: rows.length, all, ...counts });
}

function tableView() {
  const heads = Object.keys(COLUMNS).map((name) => element("th", { scope: "col" }, headOf(name)));
  return element(
    "table",
    { class: "batch-table" },
    element("caption", { class: "visually-hidden" }, text("batch.table")),
    element("thead", {}, element("tr", {}, ...heads)),
    element("tbody", {}, ...rows.map(rowView)),
  );
}

function rowView(/** @type {Row} */ row) {
  const [first, ...others] = Object.entries(COLUMNS).map(([name, textOf]) => [name, textOf(row) || null]);
  return element(
    "tr",
    { "data-verdict": row.verdict },
    element("th", { scope: "row" }, first[1]),
    ...others.map(([name, said]) =>
      element(
        "td",
        { "data-column": name, "data-label": headOf(name), class: said === null ? "same" : null },
        said ?? "",
      ),
    ),
  );
}

function headOf(name) {
  return text(CHECKS.includes(name) ? `rule.${name}` : `column.${name}`);
}

function body() {
  return byId("batch-rows").querySelector("tbody");
}

function save() {
  const lines = rows.map((row) => Object.values(CSV_COLUMNS).map((tell) => tell(row)));
  const whole = BYTE_ORDER_MARK + csv([Object.keys(CSV_COLUMNS), ...lines]);
  const url = URL.createObjectURL(new Blob([whole], { type: "text/csv;charset=utf-8" }));
  element("a", { href: url, download: `periksa-${judgedFor}.csv` }).click();
  // Not at once: browsers may read it later.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
