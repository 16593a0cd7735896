// A photo of a card as a phone takes it, made in the page: 12 MP, baseline 4:2:0, of a given size.

/** The size of such photos. */
export const PHOTO_BYTES = 4_600_000;

/** Runs in the page: puts a photo of about so many bytes into `photo`, and gives its size. */
export async function takePhoto(bytes) {
  const [width, height] = [4000, 3000];
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext("2d", { willReadFrequently: true });
  const table = context.createLinearGradient(0, 0, width, height);
  table.addColorStop(0, "rgb(150, 112, 78)");
  table.addColorStop(1, "rgb(92, 66, 44)");
  context.fillStyle = table;
  context.fillRect(0, 0, width, height);
  context.translate(width / 2, height / 2);
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
    context.fillText(
      `CONTOH ${line} KARTU TANDA PENDUDUK 99010157039400${line}`,
      -1400,
      -700 + line * 110,
      2000,
    );
  }
  // Grain, and the fibres of the table.
  const picture = context.getImageData(0, 0, width, height);
  let state = 1;
  for (let at = 0; at < picture.data.length; at += 4) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
    const grain = (state >> 24) / 9 + ((state << 8) >> 24) / 9 + 6 * Math.sin(at / 97);
    for (let channel = 0; channel < 3; channel += 1) picture.data[at + channel] += grain;
  }
  context.putImageData(picture, 0, 0);
  // Chromium codes chroma at half size below quality 1.
  let [low, high] = [0.3, 0.98];
  let photo;
  for (let round = 0; round < 8; round += 1) {
    const quality = (low + high) / 2;
    photo = await canvas.convertToBlob({ type: "image/jpeg", quality });
    if (photo.size < bytes) low = quality;
    else high = quality;
  }
  globalThis.photo = new File([await photo.arrayBuffer()], "ktp.jpg", { type: "image/jpeg" });
  return photo.size;
}
