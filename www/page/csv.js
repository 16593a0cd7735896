/** A table as CSV (RFC 4180), of any texts and numbers; `null` is an empty cell. */
export function csv(/** @type {(string | number | null)[][]} */ rows) {
  return rows.map((row) => `${row.map(cell).join(",")}\r\n`).join("");
}

/**
 * Quoted, too, where a spreadsheet that splits at semicolons or tabs, as Indonesian ones do, would begin another cell.
 * Where a spreadsheet would take a text for a formula it gets an apostrophe, which spreadsheets take for "a text".
 */
function cell(value) {
  if (value === null) return "";
  if (typeof value === "number") return String(value);
  const text = /^[\s]*[=+\-@＝＋－＠]/u.test(value) || /^[\t\r\n]/.test(value) ? `'${value}` : value;
  return /[",;\t\r\n']/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
