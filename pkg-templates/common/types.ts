// Every public type, in one place for all who need them.

export type * from "../types.js";
export type * from "./calls.js";
export type * from "./engine.js";
