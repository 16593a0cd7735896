// The messages between the page and its worker, as plain data.

import type { ClientSettings, Engine, MessageTable } from "../common/types.js";

/** Messages of the page. */
export type ToThread =
  | CallMessage
  /** The call of this id is aborted. */
  | { cancel: number }
  /** The call of this id may send. */
  | { leave: number }
  /** The client of this id is gone. */
  | { forget: number }
  | { language: [language: string, texts: MessageTable] }
  /** What `init` was given in an earlier worker. */
  | { wasm: unknown };

/** Calls a function of the package; `extract` with the client it is called on. */
export interface CallMessage {
  id: number;
  name: CallName;
  /** In each function that takes options they come second. */
  args: [first: unknown, options: unknown];
  /** Names of the options that are listeners. */
  listeners: string[];
  signal?: { aborted: boolean };
  client?: ClientMessage;
}

export type CallName = Exclude<keyof Engine, "OcrClient"> | "extract";

export interface ClientMessage {
  id: number;
  settings: ClientSettings;
  /** The client has an `onEvent`. */
  isHeard: boolean;
}

/** Messages of the worker. */
export type ToPage =
  | { isListening: true }
  /** Calls a listener among the options of the call of this id. */
  | { id: number; listener: string; event: unknown }
  /** Calls the `onEvent` of this client. */
  | { client: number; event: unknown }
  /** Asks whether the call of this id may send. */
  | { id: number; isAsking: true }
  | Outcome;

/** The result of the call of this id. An error is plain data. */
export type Outcome = { id: number; value?: unknown; error?: unknown };
