/**
 * The store behind `<periksa-input>` and `usePeriksa`, for any framework. Nothing happens at import.
 * @module
 */
export type { Engine, SessionSettings } from "./session/settings.js";
export type { Moment, Phase, Snapshot } from "./session/snapshot.js";
export { Session } from "./session/store.js";
