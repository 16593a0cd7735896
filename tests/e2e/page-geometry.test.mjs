// How the demo page gets from pixels of one picture to those of another.

import { deepEqual } from "node:assert/strict";
import { describe, test } from "node:test";

import { apply, inverse, matrixOf, then, upright } from "../../www/page/geometry.js";

const WIDTH = 400;
const HEIGHT = 300;
const facts = (orientation) => ({ width: WIDTH, height: HEIGHT, orientation });
const rounded = (point) => point.map((at) => Math.round(at * 1e6) / 1e6 + 0);

describe("geometry of the page", () => {
  // Where EXIF says that the first row and the first column are (CIPA DC-008, 4.6.4, Orientation).
  for (const [orientation, origin, alongRow] of [
    [1, [0, 0], [WIDTH, 0]],
    [2, [WIDTH, 0], [0, 0]],
    [3, [WIDTH, HEIGHT], [0, HEIGHT]],
    [4, [0, HEIGHT], [WIDTH, HEIGHT]],
    [5, [0, 0], [0, WIDTH]],
    [6, [HEIGHT, 0], [HEIGHT, WIDTH]],
    [7, [HEIGHT, WIDTH], [HEIGHT, 0]],
    [8, [0, WIDTH], [0, 0]],
  ]) {
    test(`orientation ${orientation} to upright and back`, () => {
      const matrix = upright(facts(orientation));
      deepEqual(rounded(apply(matrix, [0, 0])), origin);
      deepEqual(rounded(apply(matrix, [WIDTH, 0])), alongRow);
      deepEqual(rounded(apply(then(matrix, inverse(matrix)), [17, 29])), [17, 29]);
    });
  }

  test("a transform of six numbers, of nine, and none", () => {
    deepEqual(apply(matrixOf(undefined), [3, 4]), [3, 4]);
    deepEqual(apply(matrixOf([2, 0, 10, 0, 3, 20]), [3, 4]), [16, 32]);
    deepEqual(apply(matrixOf([2, 0, 0, 0, 2, 0, 0.5, 0, 1]), [2, 4]), [2, 4]);
    const projective = matrixOf([1.2, 0.1, 5, -0.2, 0.9, 7, 0.0004, 0.0002, 1]);
    deepEqual(rounded(apply(inverse(projective), apply(projective, [320, 11]))), [320, 11]);
  });

  test("one after the other", () => {
    const [scaled, moved] = [matrixOf([2, 0, 0, 0, 2, 0]), matrixOf([1, 0, 5, 0, 1, 6])];
    deepEqual(apply(then(scaled, moved), [1, 1]), [7, 8]);
    deepEqual(apply(then(moved, scaled), [1, 1]), [12, 14]);
  });
});
