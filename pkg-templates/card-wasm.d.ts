// The wasm of the card finder, packed by gzip and written as base64: .ci/build makes it.

declare const text: string;
export default text;
