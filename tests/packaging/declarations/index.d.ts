/**
 * periksa: check, send and read Indonesian identity and vehicle documents. Nothing happens at import.
 * @module
 */
export * from "./functions.js";
export { default } from "./functions.js";
