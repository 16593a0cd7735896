// The messages between the page and its worker, as plain data, and the two ends.

import type { CallId, Unsettled } from "../client/unsettled.js";
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
  | { wasm: unknown }
  /** The text of the card finder, or why it can't be had. */
  | { card: string }
  | { noCard: string };

/** Calls a function of the package; `extract` and `resume` with the client they are called on. */
export interface CallMessage {
  id: number;
  name: CallName;
  /** In each function that takes options they come second. */
  args: [first: unknown, options: unknown];
  /** Names of the options that are listeners. */
  listeners: string[];
  signal?: { aborted: boolean };
  client?: ClientMessage;
  /** The calls that the tab keeps. */
  unsettled?: Unsettled[];
}

export type CallName = Exclude<keyof Engine, "OcrClient"> | "extract" | "resume";

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
  /** Asks for the text of the card finder. */
  | { isAskingForCard: true }
  /** Asks whether the call of this id may send, and has it kept. */
  | { id: number; isAsking: Unsettled }
  /** A call has its final answer, or was not sent. */
  | { dropped: CallId }
  /** Nobody asks for a call's answer any more. */
  | { released: CallId }
  | Outcome;

/** The result of the call of this id. An error is plain data; `isUnloaded` says that there was no engine. */
export type Outcome = { id: number; value?: unknown; error?: unknown; isUnloaded?: boolean };

/** The page's end: a running worker, or what plays it. */
export interface Thread {
  postMessage(message: ToThread): void;
  terminate(): void;
  /** Tells whether calls are under way, for which Node has to wait. */
  hold?(isBusy: boolean): void;
}

/** Hears the worker; never before the function that started it has returned. */
export interface Hearer {
  message(data: ToPage): void;
  /** The worker failed, or can't be heard. */
  lost(detail: string, cause?: unknown): void;
}

/** The worker's end: its own scope, or what plays it. */
export interface PagePort {
  postMessage(message: ToPage): void;
  addEventListener(type: "message" | "messageerror", listener: (event: { data: ToThread }) => void): void;
}
