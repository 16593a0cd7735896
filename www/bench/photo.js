// The pictures that are measured with: a photo of a card as a phone takes it, drawn here.

/**
 * Draws a card on a table, with the grain of a sensor.
 * @param {number} width
 * @param {number} height
 * @param {number} grain 1 as in daylight; 0 for none.
 */
export function drawPhoto(width, height, grain) {
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext("2d", { willReadFrequently: true });
  const table = context.createLinearGradient(0, 0, width, height);
  table.addColorStop(0, "rgb(150, 112, 78)");
  table.addColorStop(1, "rgb(92, 66, 44)");
  context.fillStyle = table;
  context.fillRect(0, 0, width, height);
  context.setTransform(width / 4000, 0, 0, height / 3000, width / 2, height / 2);
  context.rotate(0.03);
  const card = context.createLinearGradient(-1500, 0, 1500, 0);
  card.addColorStop(0, "rgb(160, 190, 212)");
  card.addColorStop(1, "rgb(188, 208, 220)");
  context.fillStyle = card;
  context.fillRect(-1500, -946, 3000, 1892);
  context.fillStyle = "rgb(170, 52, 48)";
  context.fillRect(760, -520, 560, 760);
  context.fillStyle = "rgb(34, 36, 44)";
  context.font = "76px sans-serif";
  for (let line = 0; line < 14; line += 1) {
    const text = `CONTOH ${line} KARTU TANDA PENDUDUK 99010157039400${line}`;
    context.fillText(text, -1400, -700 + line * 110, 2000);
  }
  if (grain > 0) addGrain(context, width, height, grain);
  return canvas;
}

/** The sensor's noise, and the fibres of the table; by strips, for a large picture's pixels are many. */
function addGrain(context, width, height, strength) {
  let state = 1;
  for (let top = 0; top < height; top += 256) {
    const strip = context.getImageData(0, top, width, Math.min(256, height - top));
    for (let at = 0; at < strip.data.length; at += 4) {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
      const grain = (state >> 24) / 9 + ((state << 8) >> 24) / 9 + 6 * Math.sin(at / 97);
      for (let channel = 0; channel < 3; channel += 1) strip.data[at + channel] += strength * grain;
    }
    context.putImageData(strip, 0, top);
  }
}

/**
 * A baseline JPEG (4:2:0) of about so many bytes.
 * @param {OffscreenCanvas} canvas
 */
export async function jpegOf(canvas, bytes) {
  // Chromium codes chroma at half size below quality 1.
  let [low, high, best] = [0.2, 0.99, undefined];
  for (let round = 0; round < 7; round += 1) {
    const quality = (low + high) / 2;
    const blob = await canvas.convertToBlob({ type: "image/jpeg", quality });
    if (!best || Math.abs(blob.size - bytes) < Math.abs(best.size - bytes)) best = blob;
    if (blob.size < bytes) low = quality;
    else high = quality;
  }
  return best;
}
