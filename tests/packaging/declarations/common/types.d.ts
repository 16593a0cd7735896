export type * from "../types.js";
export type * from "./calls.js";
export type * from "./engine.js";
