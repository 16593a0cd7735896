/**
 * The store behind `<periksa-input>` and `usePeriksa`, for any framework. Nothing runs at import.
 * @module
 */
export type { SessionEngine, SessionSettings } from "./session/settings.js";
export type { SessionPhase, SessionSnapshot, SnapshotBase } from "./session/snapshot.js";
export { Session } from "./session/store.js";
