// Body: the picked file as Verihubs' KTP takes it, sent to a server.

import { fromByteArray } from "base64-js";
import { fromUint8Array } from "js-base64";

import { KTP, periksa } from "../page/periksa.js";

export const title = "Body";
export const about = 'from the picked file to the server that has it all, as `{"image": "<base64>"}`';
export const floor = "a Blob of that length, sent";
export const inputs = ["1.jpg", "5.jpg", "10.jpg"];
export const options = { rounds: 15, warmUps: 2 };

const headers = { "Content-Type": "application/json" };

export async function ways(file) {
  const { encodeRequest } = await periksa();
  const length = Math.ceil(file.size / 3) * 4 + '{"image":""}'.length;
  const plain = new Blob([new Uint8Array(length).fill(65)], { type: headers["Content-Type"] });
  const post = async (body, more = { headers }) => {
    const answer = await fetch("/sink", { method: "POST", body, ...more });
    const got = Number(await answer.text());
    if (got !== length) throw new Error(`the server got ${got} of ${length} bytes`);
  };
  const bytes = async () => new Uint8Array(await file.arrayBuffer());
  const json = (image) => post(JSON.stringify({ image }));
  const native = typeof Uint8Array.prototype.toBase64 === "function";
  return {
    periksa: async () => {
      const { body, headers } = await encodeRequest(file, KTP);
      await post(body, { headers });
    },
    [floor]: () => post(plain),
    ...(native && {
      "toBase64 in a Blob": async () =>
        post(new Blob(['{"image":"', (await bytes()).toBase64(), '"}'], { type: "application/json" })),
      "toBase64 + JSON.stringify": async () => json((await bytes()).toBase64()),
    }),
    "FileReader + JSON.stringify": async () => json(await read(file)),
    "js-base64 + JSON.stringify": async () => json(fromUint8Array(await bytes())),
    "base64-js + JSON.stringify": async () => json(fromByteArray(await bytes())),
  };
}

function read(file) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result.slice(reader.result.indexOf(",") + 1));
    reader.onerror = reject;
    reader.readAsDataURL(file);
  });
}
