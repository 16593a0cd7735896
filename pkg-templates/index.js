// periksa: check, send and read Indonesian identity and vehicle documents. Nothing happens at import.

export {
  assessQuality,
  check,
  encodeRequest,
  inspect,
  normalize,
  parseNik,
  registerMessages,
  requirements,
  toBase64,
  toDataUrl,
} from "./api.js";
export { OcrClient } from "./client.js";
export { init as default } from "./engine.js";
export { isOcrError, OcrError } from "./errors.js";
export { makeFit } from "./fit.js";
export { prepare } from "./prepare.js";
