// A card by OpenCV.js and by jscanify, as their readmes show it.

import { onCanvas } from "../../../www/bench/canvas.js";

let loading;

export function scanner() {
  loading ??= load();
  return loading;
}

async function load() {
  const { cv } = await openCv();
  const { jscanify: Jscanify } = await script("/modules/jscanify/src/jscanify.js", "jscanify");
  globalThis.cv = cv;
  const scanner = new Jscanify();
  return {
    async cardAndBlur(file, side) {
      const canvas = await onCanvas(file, side);
      const mats = [];
      const keep = (mat) => mats.push(mat) && mat;
      try {
        const grey = keep(new cv.Mat());
        cv.cvtColor(keep(cv.imread(canvas)), grey, cv.COLOR_RGBA2GRAY);
        const bends = keep(new cv.Mat());
        cv.Laplacian(grey, bends, cv.CV_64F);
        const [mean, deviation] = [keep(new cv.Mat()), keep(new cv.Mat())];
        cv.meanStdDev(bends, mean, deviation);
        const edges = keep(new cv.Mat());
        cv.GaussianBlur(grey, edges, new cv.Size(5, 5), 0);
        cv.Canny(edges, edges, 50, 200);
        const contours = keep(new cv.MatVector());
        cv.findContours(edges, contours, keep(new cv.Mat()), cv.RETR_EXTERNAL, cv.CHAIN_APPROX_SIMPLE);
        let largest = 0;
        for (let at = 0; at < contours.size(); at += 1) {
          const contour = contours.get(at);
          largest = Math.max(largest, cv.contourArea(contour));
          contour.delete();
        }
        return [deviation.data64F[0] ** 2, largest];
      } finally {
        for (const mat of mats) mat.delete();
      }
    },
    async jscanify(file) {
      const image = cv.imread(await onCanvas(file));
      const contour = scanner.findPaperContour(image);
      const corners = contour && scanner.getCornerPoints(contour, image);
      contour?.delete();
      image.delete();
      return corners;
    },
  };
}

async function openCv() {
  const { cv } = await script("/modules/@techstark/opencv-js/dist/opencv.js", "cv");
  // It has a `then` that resolves to itself: a promise of it would never end.
  if (!cv.Mat) await new Promise((resolve) => Object.assign(cv, { onRuntimeInitialized: () => resolve() }));
  return { cv };
}

/** An object with what a classic script leaves under this name. */
function script(src, name) {
  return new Promise((resolve, reject) => {
    const element = Object.assign(document.createElement("script"), { src, onerror: reject });
    element.onload = () => resolve({ [name]: globalThis[name] });
    document.head.append(element);
  });
}
