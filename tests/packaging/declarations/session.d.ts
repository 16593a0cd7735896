/**
 * The store behind `<periksa-input>` and `usePeriksa`, for any framework. Nothing runs at import.
 * @module
 */
export { Session } from "./session/session.js";
export { type Picked, type SessionDefaults, type SessionEngine, type SessionSettings, setDefaults, } from "./session/settings.js";
export type { SessionPhase, SessionSnapshot, SnapshotBase } from "./session/snapshot.js";
