// The document of the load: a JPEG of about 1 MB with 2 megapixels, as a phone's photograph of a card would have after
// `prepare`: a light card with dark lines on a table, and grain.
import { encodeJpeg } from "../corpus/jpeg.mjs";

const [WIDTH, HEIGHT] = [1856, 1168];

/** The same bytes each time. */
export function photograph() {
  let state = 1;
  const grain = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state >>> 24) / 8 - 16;
  };
  const at = (x, y) => {
    const isCard = x > 200 && x < 1650 && y > 130 && y < 1030;
    const isLine = isCard && y % 60 < 18 && x % 37 < 22;
    return (isLine ? 50 : isCard ? 200 : 110) + grain();
  };
  return encodeJpeg({
    width: WIDTH,
    height: HEIGHT,
    components: [{ h: 2, v: 2, at }, { at: () => 120 }, { at: () => 135 }],
  });
}
