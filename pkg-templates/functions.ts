// All that `periksa` is, for the page and for the worker.

export { normalize, normalizeSync } from "./client/answer.js";
export { OcrClient } from "./client/client.js";
export { isOcrError, OcrError, type OcrErrorMembers } from "./common/errors.js";
export type * from "./common/types.js";
export {
  parseNik,
  parseNikSync,
  registerMessages,
  requirements,
  requirementsSync,
} from "./engine/functions.js";
export { init as default } from "./engine/instance.js";
export { assessQuality, check, inspect } from "./file/check.js";
export { encodeRequest, toBase64, toDataUrl } from "./file/encode.js";
export { prepare } from "./file/prepare.js";
