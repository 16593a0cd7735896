// How alike two pictures are (SSIM, Wang et al. 2004): of luma, over blocks of 8 x 8 pixels, at the size of the second.

import { luma, onCanvas } from "../../../www/bench/canvas.js";

const [C1, C2] = [(0.01 * 255) ** 2, (0.03 * 255) ** 2];

export async function likeness(original, made) {
  const canvas = await onCanvas(made);
  const { width, height } = canvas;
  const bitmap = await createImageBitmap(original);
  const reference = Object.assign(document.createElement("canvas"), { width, height });
  const context = reference.getContext("2d", { willReadFrequently: true });
  context.imageSmoothingQuality = "high";
  context.drawImage(bitmap, 0, 0, width, height);
  const [a, b] = [luma(reference), luma(canvas)];
  let [sum, count] = [0, 0];
  for (let top = 0; top + 8 <= height; top += 8) {
    for (let left = 0; left + 8 <= width; left += 8) {
      sum += ofBlock(a, b, top * width + left, width);
      count += 1;
    }
  }
  return { ssim: sum / count, sides: `${width}x${height}` };
}

function ofBlock(a, b, start, stride) {
  let [sa, sb, saa, sbb, sab] = [0, 0, 0, 0, 0];
  for (let y = 0; y < 8; y += 1) {
    for (let at = start + y * stride; at < start + y * stride + 8; at += 1) {
      const [one, other] = [a[at], b[at]];
      sa += one;
      sb += other;
      saa += one * one;
      sbb += other * other;
      sab += one * other;
    }
  }
  const [ma, mb] = [sa / 64, sb / 64];
  const [va, vb, cov] = [saa / 64 - ma * ma, sbb / 64 - mb * mb, sab / 64 - ma * mb];
  return ((2 * ma * mb + C1) * (2 * cov + C2)) / ((ma * ma + mb * mb + C1) * (va + vb + C2));
}
