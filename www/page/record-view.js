import { element, terms } from "./dom.js";
import { gloss, percent } from "./formatting.js";
import { labelOf, messageOf, text } from "./language.js";

/**
 * @typedef {import("/pkg/index.js").Extraction} Extraction
 * @typedef {import("/pkg/index.js").RecordField<unknown>} Field
 * @typedef {{ path: string, field: Field }} Leaf
 * @typedef {{ path: string, leaves: Leaf[], tables: { path: string, rows: object[] }[] }} Group
 */

/** The whole answer: where it came from, what looks wrong, and the record. */
export function recordView(/** @type {Extraction} */ extraction) {
  const groups = groupsOf(extraction.record);
  const shown = new Set(groups.flatMap(shownPaths));
  const elsewhere = extraction.warnings.filter(({ field }) => !shown.has(field));
  const withConfidence = groups.some(({ leaves }) => leaves.some(({ field }) => field.confidence !== null));
  return [
    extraction.sandbox
      ? element("p", { class: "sandbox" }, element("strong", {}, "SANDBOX"), text("sandbox"))
      : null,
    elsewhere.length ? element("ul", { class: "problems" }, ...elsewhere.map(warningView)) : null,
    ...groups.map((group) => groupView(group, extraction.warnings, withConfidence)),
    aboutView(extraction),
  ].filter((part) => part !== null);
}

/** The fields that the vendor says the place of, each with its outline as the package gives it. */
export function outlinesOf(/** @type {Extraction} */ { record }) {
  const cellsOf = ({ path, rows }) =>
    rows.flatMap((row, index) =>
      Object.entries(row).map(([name, field]) => ({ path: `${path}[${index}].${name}`, field })),
    );
  return groupsOf(record)
    .flatMap(({ leaves, tables }) => [...leaves, ...tables.flatMap(cellsOf)])
    .filter(({ field }) => isLocated(field))
    .map(({ path, field: { polygon, confidence } }) => ({ path, polygon, confidence }));
}

/** The record's leaves by group, the record itself first. @returns {Group[]} */
function groupsOf(part, path = "") {
  const own = { path, leaves: [], tables: [] };
  const nested = [];
  for (const [name, child] of Object.entries(part)) {
    const childPath = path ? `${path}.${name}` : name;
    if (Array.isArray(child)) own.tables.push({ path: childPath, rows: child });
    else if ("value" in child && "text" in child) own.leaves.push({ path: childPath, field: child });
    else nested.push(...groupsOf(child, childPath));
  }
  const isEmpty = own.leaves.length === 0 && own.tables.length === 0;
  return isEmpty ? nested : [own, ...nested];
}

/** Fields that have a place of their own for warnings. */
function shownPaths({ leaves, tables }) {
  const cells = tables.flatMap(({ path, rows }) =>
    rows.flatMap((row, index) => Object.keys(row).map((name) => `${path}[${index}].${name}`)),
  );
  return [...leaves.filter(isGiven).map(({ path }) => path), ...cells];
}

function groupView({ path, leaves, tables }, warnings, withConfidence) {
  const given = leaves.filter(isGiven);
  const absent = leaves.filter((leaf) => !isGiven(leaf));
  const title = path ? labelOf(path) : null;
  return element(
    "section",
    { "data-group": path || null },
    title && element("h3", {}, title),
    given.length ? leavesTable(title ?? text("result"), given, warnings, withConfidence) : null,
    ...tables.filter(({ rows }) => rows.length).map((rows) => rowsTable(rows, warnings)),
    absent.length ? absentList(absent) : null,
  );
}

function leavesTable(title, leaves, warnings, withConfidence) {
  const heads = ["field", "value", "text"].map((name) => heading(text(`column.${name}`)));
  if (withConfidence) heads.push(heading(text("column.confidence"), "confidence"));
  const rows = leaves.map(({ path, field }) =>
    element(
      "tr",
      { "data-field": path, "data-located": isLocated(field) },
      element("th", { scope: "row" }, isLocated(field) ? locateButton(labelOf(path)) : labelOf(path)),
      element("td", {}, ...valueParts(path, field, warnings)),
      textCell(field),
      withConfidence ? confidenceCell(field) : null,
    ),
  );
  return table(element("caption", { class: "visually-hidden" }, title), heads, rows);
}

/** A list of equal rows, as the lines of the tax table. */
function rowsTable({ path, rows }, warnings) {
  const columns = Object.keys(rows[0]);
  const heads = columns.map((name) => labelOf(`${path}.${name}`));
  const body = rows.map((row, index) => {
    // The button lights the whole row, pointing at a cell that cell.
    const isRowLocated = Object.values(row).some(isLocated);
    const rowPath = `${path}[${index}]`;
    return element(
      "tr",
      { "data-field": rowPath, "data-located": isRowLocated },
      ...columns.map((name, column) => {
        const childPath = `${rowPath}.${name}`;
        const parts = valueParts(childPath, row[name], warnings, asides(row[name]));
        const own = { "data-field": childPath, "data-located": column > 0 && isLocated(row[name]) };
        if (column === 0)
          return element(
            "th",
            { scope: "row", ...own },
            ...(isRowLocated ? [locateButton(...parts)] : parts),
          );
        return element("td", { ...own, "data-label": heads[column] }, ...parts);
      }),
    );
  });
  return table(
    element("caption", {}, labelOf(path)),
    heads.map((name) => heading(name)),
    body,
  );
}

function table(caption, heads, rows) {
  const head = element("thead", {}, element("tr", {}, ...heads));
  return element("table", { class: "record-table" }, caption, head, element("tbody", {}, ...rows));
}

function heading(name, kind = null) {
  return element("th", { scope: "col", class: kind }, name);
}

/** The canonical value as programs get it, the same in people's words where these differ, and its warnings. */
function valueParts(path, { value }, warnings, more = []) {
  const words = [gloss(path, value), ...more].filter((part) => part !== null).join(" · ");
  const about = warnings.filter(({ field }) => field === path);
  return [
    element("span", { class: "value" }, value === null ? "—" : String(value)),
    words ? element("span", { class: "gloss" }, words) : null,
    ...about.map(fieldWarning),
  ].filter((part) => part !== null);
}

/** What has columns of its own elsewhere: a text that could not be understood, and the confidence. */
function asides({ value, text: printed, confidence }) {
  return [value === null ? printed : null, confidence === null ? null : percent(confidence)];
}

function textCell({ value, text: printed }) {
  const isSame = printed === null || printed === String(value);
  return element("td", { class: isSame ? "same" : null, "data-label": text("column.text") }, printed ?? "");
}

function confidenceCell({ confidence }) {
  if (confidence === null) return element("td", { class: "same" });
  return element("td", { class: "confidence", "data-label": text("column.confidence") }, percent(confidence));
}

function fieldWarning({ code, messages }) {
  return element("span", { class: "field-warning", "data-code": code }, messageOf(messages));
}

function warningView({ code, field, messages }) {
  const where = field ? `${labelOf(field)}: ` : "";
  return element("li", { "data-code": code, "data-severity": "warning" }, `${where}${messageOf(messages)}`);
}

function absentList(leaves) {
  const items = leaves.map(({ path }) =>
    element("li", { "data-field": path }, labelOf(path), element("span", { class: "value" }, "—")),
  );
  const summary = element("summary", {}, text("absent", { count: leaves.length }));
  return element("details", {}, summary, element("ul", { class: "absent" }, ...items));
}

function aboutView({
  attempts,
  document,
  prepared,
  referenceId,
  requestId,
  statusCode,
  vendor,
  vendorQuality,
}) {
  const changes = prepared?.changes?.map(({ kind }) => text(`change.${kind}`)).join(", ");
  return element(
    "dl",
    { class: "facts" },
    ...terms([
      [text("vendor"), text(`vendor.${vendor}`)],
      [text("document"), text(`document.${document}`)],
      [text("about.quality"), vendorQuality && qualityText(vendorQuality), { "data-fact": "quality" }],
      [text("about.changes"), changes || null, { "data-fact": "changes" }],
      [text("about.referenceId"), referenceId, { "data-fact": "referenceId" }],
      [text("error.requestId"), requestId, { "data-fact": "requestId" }],
      [text("about.statusCode"), statusCode, { "data-fact": "statusCode" }],
      [text("about.attempts"), attempts, { "data-fact": "attempts" }],
    ]),
  );
}

/** `buram: tidak, gelap: ya`. */
function qualityText({ blur, dark, flashlight, grayscale, other }) {
  const findings = Object.entries({ blur, dark, flashlight, grayscale })
    .filter(([, finding]) => finding)
    .map(([name, { detected }]) => [text(`quality.${name}`), detected]);
  return [...findings, ...Object.entries(other ?? {})]
    .map(([name, detected]) => `${name}: ${text(detected ? "yes" : "no")}`)
    .join(", ");
}

/** Keyboards and fingers point by it. */
function locateButton(...words) {
  return element("button", { class: "locate", type: "button", "aria-pressed": "false" }, ...words);
}

function isLocated(/** @type {Field} */ { polygon }) {
  return polygon !== null && polygon.length > 2;
}

function isGiven({ field }) {
  return field.value !== null || field.text !== null;
}
