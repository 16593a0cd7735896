// The weights of the card finder, written as base64: .ci/build makes it.

declare const text: string;
export default text;
