import { byId, element } from "./dom.js";
import { bytes, percent, size } from "./formatting.js";
import { apply, inverse, matrixOf, then, upright } from "./geometry.js";
import { labelOf, text } from "./language.js";

/**
 * The picture, and what is drawn over it. Shapes are kept in pixels of the picked file as coded; each view of it has its way
 * from there.
 * @typedef {{ path: string, polygon: import("./geometry.js").Point[], confidence: number | null }} Outline
 * @typedef {{ blob: Blob, facts: import("/pkg/index.js").FileFacts, isHuge?: boolean }} Picked `isHuge`: drawing it could
 * take the whole tab down
 * @typedef {Picked & { matrix: import("./geometry.js").Matrix }} View
 */

/** Formats all browsers draw in an `<img>`. */
const DRAWN = new Set(["jpeg", "png", "webp", "gif", "avif", "bmp", "svg"]);
const SIDES = ["top", "right", "bottom", "left"];
const SVG = "http://www.w3.org/2000/svg";

const picture = byId("picture");

/** @type {Record<"picked" | "sent", View | null>} */
let views = { picked: null, sent: null };
let chosen = "picked";
/** What is on the page: the file, its address, and the layer over it. */
let shown = { blob: null, url: null, layer: null };
/** @type {{ card: import("/pkg/index.js").CardLocation | null, glare: import("./geometry.js").Point[] | null, fields: Outline[], isMadeUp: boolean }} */
let drawn = { card: null, glare: null, fields: [], isMadeUp: false };
/** What this browser could not draw, whatever its format. @type {WeakSet<Blob>} */
const undrawable = new WeakSet();
/** The field that is lit. @type {string | null} */
let pointedAt = null;

/** Lets the person choose the view; `onPoint` hears at which field they point. */
export function startStage(/** @type {(path: string | null) => void} */ onPoint) {
  byId("views").addEventListener("change", ({ target }) => {
    chosen = target.value;
    show();
  });
  picture.addEventListener("pointerover", ({ target }) => onPoint(target.dataset.path ?? null));
  picture.addEventListener("pointerleave", () => onPoint(null));
}

/**
 * Shows a file before and after it was prepared.
 * @param {Picked | null} picked
 * @param {import("/pkg/index.js").Prepared | null} prepared
 */
export function showPicture(picked, prepared) {
  const isDifferent = Boolean(picked && prepared && prepared.file !== picked.blob);
  views = {
    picked: picked && { ...picked, matrix: upright(picked.facts) },
    sent: isDifferent
      ? {
          blob: prepared.file,
          facts: prepared.facts,
          matrix: then(inverse(matrixOf(prepared.transform)), upright(prepared.facts)),
        }
      : null,
  };
  if (!views.sent) chosen = "picked";
  show();
}

/**
 * Draws these over the picture: card and glare in pixels of the upright picked file, fields in those of the picked file as coded.
 * `isMadeUp`: the fields are not of this picture.
 */
export function draw(card, glare, /** @type {Outline[]} */ fields, isMadeUp = false) {
  drawn = { card, glare, fields, isMadeUp };
  drawShapes();
}

/** Lights the field at this path, and those in it; `null` for none. */
export function light(/** @type {string | null} */ path) {
  pointedAt = path;
  const lit = drawn.fields.filter(
    (field) => path && (field.path === path || field.path.startsWith(`${path}.`)),
  );
  const isLit = new Set(lit.map((field) => field.path));
  for (const shape of picture.querySelectorAll("[data-path]"))
    shape.classList.toggle("lit", isLit.has(shape.dataset.path));
  const said = lit.map(({ path, confidence }) =>
    confidence === null ? labelOf(path) : `${labelOf(path)}: ${percent(confidence)}`,
  );
  const hint = text(drawn.isMadeUp ? "stage.madeUp" : "stage.point");
  byId("pointed").textContent = said.join(" · ") || (drawn.fields.length > 0 ? hint : "");
}

/** Brings the picture into the window, where it is not in it. */
export function reveal() {
  picture.scrollIntoView({ block: "nearest" });
}

function show() {
  const usable = Object.keys(views).filter((name) => isDrawn(views[name]));
  const name = usable.includes(chosen) ? chosen : usable[0];
  byId("views").hidden = !views.sent;
  for (const input of byId("views").elements) {
    input.disabled = !usable.includes(input.value);
    input.checked = input.value === name;
    byId(`size-${input.value}`).textContent = sizeOf(views[input.value]);
  }
  const view = views[name];
  byId("stage").hidden = !view;
  byId("stage-empty").hidden = Boolean(view);
  byId("stage-empty").textContent = text(views.picked ? "stage.undrawn" : "stage.none");
  if ((view?.blob ?? null) !== shown.blob) replacePicture(view ?? null);
  drawShapes();
}

function replacePicture(view) {
  if (shown.url) URL.revokeObjectURL(shown.url);
  shown = { blob: view?.blob ?? null, url: null, layer: null };
  if (!view) return picture.replaceChildren();
  shown.url = URL.createObjectURL(view.blob);
  const image = element("img", { alt: text("stage.alt") });
  image.addEventListener("error", () => {
    // One that was replaced has lost its address, no more.
    if (!image.isConnected) return;
    undrawable.add(view.blob);
    show();
  });
  image.src = shown.url;
  const [width, height] = [view.facts.displayWidth, view.facts.displayHeight];
  shown.layer = shape("svg", { viewBox: `0 0 ${width} ${height}`, "aria-hidden": "true" });
  picture.style.setProperty("--ratio", width / height);
  picture.replaceChildren(image, shown.layer);
}

function drawShapes() {
  const view = Object.values(views).find((view) => view && view.blob === shown.blob);
  if (!view || !shown.layer) return;
  const { card, glare, fields } = drawn;
  const matrix = then(inverse(upright(views.picked.facts)), view.matrix);
  const outlines = fields.map(({ path, polygon }) =>
    shape("polygon", { class: "field", "data-path": path, points: points(polygon, view.matrix) }),
  );
  shown.layer.replaceChildren(
    ...(card ? cardShapes(card, matrix) : []),
    ...(glare ? [shape("polygon", { class: "glare", points: points(glare, matrix) })] : []),
    ...outlines,
  );
  light(pointedAt);
}

/** The outline, and on the border of the picture each side that goes on beyond it. */
function cardShapes({ corners, cutSides }, matrix) {
  const { displayWidth, displayHeight } = views.picked.facts;
  const inside = ([x, y]) => [clamp(x, displayWidth), clamp(y, displayHeight)];
  const cuts = SIDES.flatMap((side, at) => {
    if (!cutSides[side]) return [];
    const ends = [corners[at], corners[(at + 1) % 4]].map(inside);
    return [shape("polyline", { class: "cut", points: points(ends, matrix) })];
  });
  return [shape("polygon", { class: "card", points: points(corners, matrix) }), ...cuts];
}

function points(polygon, matrix) {
  return polygon.map((point) => apply(matrix, point).join(",")).join(" ");
}

function shape(tag, attributes) {
  const made = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  return made;
}

function clamp(value, most) {
  return Math.min(Math.max(value, 0), most);
}

function isDrawn(view) {
  return (
    Boolean(view?.facts.displayWidth) &&
    DRAWN.has(view.facts.format) &&
    !view.isHuge &&
    !undrawable.has(view.blob)
  );
}

function sizeOf(view) {
  if (!view) return "";
  const { bytes: count, displayWidth, displayHeight } = view.facts;
  return [bytes(count), displayWidth && size(displayWidth, displayHeight)].filter(Boolean).join(" · ");
}
