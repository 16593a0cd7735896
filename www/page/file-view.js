import { element, terms } from "./dom.js";
import { bytes, formatName, measure, percent, size } from "./formatting.js";
import { messageOf, text } from "./language.js";

/**
 * @typedef {import("/pkg/index.js").CheckReport} CheckReport
 * @typedef {import("/pkg/index.js").FileFacts} FileFacts
 */

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
 * The parts of `#facts`: the picked file, and beside it what will be sent where that is another one.
 * @param {File} file
 * @param {CheckReport | null} report without one only the browser's own knowledge is there
 * @param {import("/pkg/index.js").Prepared | null} prepared
 */
export function factsView(file, report, prepared) {
  const picked = report ? factsOf(report.facts) : { bytes: bytes(file.size) };
  const sent = prepared ? factsOf(prepared.facts) : null;
  const heads = ["fact", "view.picked", ...(sent ? ["view.sent"] : [])];
  const head = element("tr", {}, ...heads.map((key) => element("th", { scope: "col" }, text(key))));
  const rows = Object.entries({ name: file.name, ...picked })
    .filter(([name, value]) => value !== null || (sent?.[name] ?? null) !== null)
    .map(([name, value]) =>
      element(
        "tr",
        { "data-fact": name },
        element("th", { scope: "row" }, text(`fact.${name}`)),
        element("td", {}, value ?? "—"),
        sent && element("td", {}, sent[name] ?? "—"),
      ),
    );
  return [
    element("caption", {}, text("facts"), prepared && changesOf(prepared)),
    element("thead", {}, head),
    element("tbody", {}, ...rows),
  ];
}

/**
 * Where the card and the glare are, in words.
 * @param {import("/pkg/index.js").QualityReport} quality
 * @param {FileFacts} facts of the picture that was judged
 */
export function cardView({ card, finder, flashlight, glare }, facts) {
  const lit = flashlight.detected ? [[text("glare"), glareText(glare, facts), { "data-card": "glare" }]] : [];
  if (!card)
    return terms([
      [text("card"), text(finder === null ? "card.unknown" : "card.none"), { "data-card": "found" }],
      ...lit,
    ]);
  const cut = Object.entries(card.cutSides)
    .filter(([, isCut]) => isCut)
    .map(([side]) => text(`side.${side}`));
  return terms([
    [text("card"), text("card.found"), { "data-card": "found" }],
    [text("card.confidence"), percent(card.confidence), { "data-card": "confidence" }],
    [text("card.size"), size(card.width, card.height), { "data-card": "size" }],
    [text("card.fill"), percent(card.fill), { "data-card": "fill" }],
    [text("card.cut"), cut.join(", ") || text("no"), { "data-card": "cut" }],
    [text("card.rotation"), card.rotation === null ? "—" : `${card.rotation}°`, { "data-card": "rotation" }],
    [text("card.tilt"), percent(card.tilt), { "data-card": "tilt" }],
    ...lit,
  ]);
}

/** `40% dari kiri, 30% dari atas; 120 × 80 piksel`. */
function glareText({ x, y, width, height }, { displayWidth, displayHeight }) {
  return text("glare.at", {
    across: percent((x + width / 2) / displayWidth),
    down: percent((y + height / 2) / displayHeight),
    size: size(width, height),
  });
}

/** One row of `#problems`. */
export function problemView(/** @type {import("/pkg/index.js").Problem} */ problem) {
  const { code, severity, limit, actual, vendorCode, messages } = problem;
  const limitName = code === "type_mismatch" ? "problem.announced" : "problem.limit";
  return element(
    "li",
    { "data-code": code, "data-severity": severity },
    element(
      "p",
      {},
      element("strong", { class: "severity" }, text(`severity.${severity}`)),
      " ",
      element("code", {}, code),
    ),
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

/** The facts as texts, in the order of their rows; `null` where one is not known. */
function factsOf(/** @type {FileFacts} */ facts) {
  const announced = [facts.declaredType, facts.declaredExtension && `.${facts.declaredExtension}`];
  return {
    format: formatName(facts.format),
    bytes: bytes(facts.bytes),
    pixels: facts.displayWidth ? size(facts.displayWidth, facts.displayHeight) : null,
    orientation: facts.width ? text(`orientation.${facts.orientation}`) : null,
    pages: facts.pages === null ? null : String(facts.pages),
    complete: yesOrNo(facts.complete),
    encrypted: yesOrNo(facts.encrypted),
    hasGps: yesOrNo(facts.hasGps),
    declared: announced.filter(Boolean).join(", ") || null,
  };
}

/** `Diubah sebelum dikirim: ditegakkan, dikecilkan`. */
function changesOf({ changes }) {
  const kinds = changes.map(({ kind }) => text(`change.${kind}`)).join(", ");
  return kinds ? element("span", { id: "changes" }, `${text("about.changes")}: ${kinds}`) : null;
}

function yesOrNo(value) {
  return value === null || value === undefined ? null : text(value ? "yes" : "no");
}
