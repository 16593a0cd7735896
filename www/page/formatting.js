import { language, text } from "./language.js";

const LOCALES = { id: "id-ID", en: "en-GB" };
const ISO_DATE = /^\d{4}-\d{2}-\d{2}$/;

export function number(value, options) {
  return new Intl.NumberFormat(LOCALES[language()], options).format(value);
}

/** `812 byte`, `41 kB`, `5 MB`: decimal, and rounded up so that what is over a limit never reads as equal to it. */
export function bytes(count) {
  if (count < 1_000) return text("unit.bytes", { count: number(count) });
  if (count < 1_000_000) return `${number(Math.ceil(count / 1_000))} kB`;
  return `${number(Math.ceil(count / 100_000) / 10)} MB`;
}

/** `1000 × 640`. */
export function size(width, height) {
  return `${width} × ${height}`;
}

export function percent(share) {
  return number(share, { style: "percent", maximumFractionDigits: 1 });
}

/** A score or threshold from 0 to 1: `0,123`. */
export function score(value) {
  return number(value, { maximumFractionDigits: 3 });
}

export function rupiah(amount) {
  return number(amount, { style: "currency", currency: "IDR", maximumFractionDigits: 0 });
}

/** `JPEG`. */
export function formatName(format) {
  return format === "unknown" ? text("format.unknown") : format.toUpperCase();
}

/** A limit or an actual value of a problem, in the unit of its code. */
export function measure(code, value) {
  if (value === null || value === undefined) return null;
  if (typeof value === "number") {
    if (code === "file_too_large") return bytes(value);
    if (code === "too_many_pixels") return `${number(Math.ceil(value / 100_000) / 10)} MP`;
    return number(value);
  }
  if (/^\d+x\d+$/.test(value)) return value.replace("x", " × ");
  return value === "unknown" ? text("format.unknown") : value.toUpperCase();
}

/** A canonical value in people's words where it differs from them: `17 Agustus 1990`, `Seumur hidup`; else `null`. */
export function gloss(path, value) {
  if (["male", "female", "lifetime"].includes(value)) return text(`value.${value}`);
  if (typeof value === "string" && ISO_DATE.test(value)) return date(value);
  if (value >= 1_000 && /^tax\.(total|lines)/.test(path)) return rupiah(value);
  return null;
}

function date(iso) {
  const day = new Date(`${iso}T00:00:00Z`);
  if (Number.isNaN(day.getTime())) return null;
  return new Intl.DateTimeFormat(LOCALES[language()], { dateStyle: "long", timeZone: "UTC" }).format(day);
}
