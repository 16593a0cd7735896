import { byId, element, terms } from "./dom.js";
import { bytes, formatName, measure, size } from "./formatting.js";
import { messageOf, text } from "./language.js";

/** Formats all browsers draw in an `<img>`. */
const DRAWN = new Set(["jpeg", "png", "webp", "gif", "avif", "bmp", "svg"]);

let previewUrl = null;

/** What a file must be: `JPEG, PNG · paling besar 5 MB · paling sedikit 720 × 480 piksel`. */
export function limitsText(/** @type {import("/pkg/index.js").Requirements} */ requirements) {
  const { formats, maxBytes, minLongSide, minShortSide, documented } = requirements;
  const parts = [formats.map(formatName).join(", ")];
  const add = (key, values, isStated) =>
    parts.push(text(key, values) + (isStated ? "" : text("limits.advised")));
  if (maxBytes) add("limits.bytes", { size: bytes(maxBytes) }, documented.maxBytes);
  if (minLongSide) add("limits.pixels", { size: size(minLongSide, minShortSide) }, documented.minPixels);
  else if (minShortSide) add("limits.shortSide", { count: minShortSide }, documented.minPixels);
  return parts.join(" · ");
}

/**
 * The rows of `#facts`. Without a report only the browser's own knowledge is there.
 * @param {File} file
 * @param {import("/pkg/index.js").CheckReport | null} report
 */
export function factsView(file, report) {
  const facts = report?.facts;
  const row = (name, value) => [text(`fact.${name}`), value, { "data-fact": name }];
  if (!facts) return terms([row("name", file.name), row("bytes", bytes(file.size))]);
  return terms([
    row("name", file.name),
    row("format", formatName(facts.format)),
    row("bytes", bytes(facts.bytes)),
    row("pixels", facts.displayWidth && size(facts.displayWidth, facts.displayHeight)),
    row("orientation", facts.width && text(`orientation.${facts.orientation}`)),
    row("pages", facts.pages),
    row("complete", yesOrNo(facts.complete)),
    row("encrypted", yesOrNo(facts.encrypted)),
    row("hasGps", yesOrNo(facts.hasGps)),
    row(
      "declared",
      [facts.declaredType, facts.declaredExtension && `.${facts.declaredExtension}`]
        .filter(Boolean)
        .join(", ") || null,
    ),
  ]);
}

/** One row of `#problems`. */
export function problemView(/** @type {import("/pkg/index.js").Problem} */ problem) {
  const { code, severity, limit, actual, vendorCode, messages } = problem;
  const limitName = code === "type_mismatch" ? "problem.announced" : "problem.limit";
  return element(
    "li",
    { "data-code": code, "data-severity": severity },
    element("strong", { class: "severity" }, text(`severity.${severity}`)),
    element("p", { class: "message" }, messageOf(messages)),
    element(
      "dl",
      { class: "inline" },
      ...terms([
        [text(limitName), measure(code, limit), { "data-fact": "limit" }],
        [text("problem.actual"), measure(code, actual), { "data-fact": "actual" }],
        [text("problem.vendorCode"), vendorCode, { "data-fact": "vendorCode" }],
      ]),
    ),
  );
}

/** Shows the file, or what it is where browsers do not draw it. */
export function showPreview(/** @type {File | null} */ file, report) {
  if (previewUrl) URL.revokeObjectURL(previewUrl);
  previewUrl = null;
  const preview = byId("preview");
  preview.hidden = !file;
  if (!file) return preview.replaceChildren();
  const icon = element(
    "p",
    { class: "icon" },
    report ? formatName(report.facts.format) : text("preview.file"),
  );
  if (!isDrawn(file, report)) return preview.replaceChildren(icon);
  previewUrl = URL.createObjectURL(file);
  const picture = element("img", { alt: text("preview.alt", { name: file.name }) });
  picture.addEventListener("error", () => picture.replaceWith(icon));
  picture.src = previewUrl;
  preview.replaceChildren(picture);
}

function isDrawn(file, report) {
  if (!report) return file.type.startsWith("image/");
  // Drawing a picture of too many pixels could take the whole tab down.
  return DRAWN.has(report.facts.format) && !report.problems.some(({ code }) => code === "too_many_pixels");
}

function yesOrNo(value) {
  return value === null || value === undefined ? null : text(value ? "yes" : "no");
}
