// What the page and its worker post to each other, as plain data.

import type { ClientSettings, Engine, MessageTable } from "../common/types.js";

/** What the page posts. */
export type ToThread =
  | CallMessage
  /** The call of this id is aborted. */
  | { cancel: number }
  /** The call of this id may send. */
  | { leave: number }
  /** The client of this id is gone. */
  | { forget: number }
  | { language: [language: string, texts: MessageTable] }
  /** What an earlier worker's engine was loaded from. */
  | { wasm: unknown };

/** A function of the engine by its name; `extract` with the client it is called on. */
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
  /** Has it an `onEvent`? */
  isHeard: boolean;
}

/** What the worker posts. */
export type ToPage =
  | { isListening: true }
  /** A listener among the options of the call of this id is told this. */
  | { id: number; listener: string; event: unknown }
  /** `onEvent` of this client is told this. */
  | { client: number; event: unknown }
  /** May the call of this id send now? */
  | { id: number; isAsking: true }
  | Outcome;

/** What came of the call of this id. An error is plain data. */
export type Outcome = { id: number; value?: unknown; error?: unknown };
