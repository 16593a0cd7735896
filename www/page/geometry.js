/**
 * From pixels of one picture to those of another. Pixels count from the edges: a picture spans 0, 0 to its width, height.
 * @typedef {[number, number]} Point
 * @typedef {number[]} Matrix three rows of three numbers; the last row is 0 0 1 where nothing is seen from the side
 */

/** The matrix of the package's `transform`, of six numbers or nine; without one, the pixels are the same. @returns {Matrix} */
export function matrixOf(/** @type {number[] | undefined} */ transform = []) {
  const [a = 1, b = 0, c = 0, d = 0, e = 1, f = 0, g = 0, h = 0, i = 1] = transform;
  return [a, b, c, d, e, f, g, h, i];
}

/** From the pixels of a picture as coded to those of the upright one, by its EXIF orientation. @returns {Matrix} */
export function upright(/** @type {import("/pkg/index.js").FileFacts} */ { width, height, orientation }) {
  const [w, h] = [width ?? 0, height ?? 0];
  const rows = {
    1: [1, 0, 0, 0, 1, 0],
    2: [-1, 0, w, 0, 1, 0],
    3: [-1, 0, w, 0, -1, h],
    4: [1, 0, 0, 0, -1, h],
    5: [0, 1, 0, 1, 0, 0],
    6: [0, -1, h, 1, 0, 0],
    7: [0, -1, h, -1, 0, w],
    8: [0, 1, 0, -1, 0, w],
  };
  return matrixOf(rows[orientation] ?? rows[1]);
}

/** One matrix for the `first` and then the `second`. @returns {Matrix} */
export function then(/** @type {Matrix} */ first, /** @type {Matrix} */ second) {
  return [0, 1, 2].flatMap((row) =>
    [0, 1, 2].map((column) =>
      [0, 1, 2].reduce((sum, at) => sum + second[3 * row + at] * first[3 * at + column], 0),
    ),
  );
}

/** The way back, but for a factor that points do not show. @returns {Matrix} */
export function inverse(/** @type {Matrix} */ [a, b, c, d, e, f, g, h, i]) {
  return [
    e * i - f * h,
    c * h - b * i,
    b * f - c * e,
    f * g - d * i,
    a * i - c * g,
    c * d - a * f,
    d * h - e * g,
    b * g - a * h,
    a * e - b * d,
  ];
}

/** @returns {Point} */
export function apply(/** @type {Matrix} */ [a, b, c, d, e, f, g, h, i], /** @type {Point} */ [x, y]) {
  const w = g * x + h * y + i;
  return [(a * x + b * y + c) / w, (d * x + e * y + f) / w];
}

/** Clockwise from the top left. @returns {Point[]} */
export function cornersOf(/** @type {import("/pkg/index.js").GlareSpot} */ { x, y, width, height }) {
  return [
    [x, y],
    [x + width, y],
    [x + width, y + height],
    [x, y + height],
  ];
}
