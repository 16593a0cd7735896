// The settings of a session: which document, which vendor, and which engine does the work.

import type {
  ClientSettings,
  DocumentKind,
  Engine,
  ExtractOptions,
  FileSource,
  OcrEvent,
  QualityOptions,
  Vendor,
} from "../common/types.js";

/** Settings of a session. Only `send` needs `endpoint`. */
export interface SessionSettings<D extends DocumentKind = DocumentKind>
  extends Omit<ClientSettings, "endpoint">,
    Omit<QualityOptions, "attempt">,
    Pick<
      ExtractOptions<D>,
      "document" | "validateQuality" | "table" | "page" | "prepare" | "crop" | "today"
    > {
  /**
   * Ask for the answer of a call that has none: after a time-out or a lost connection. Nothing is sent again. @default true
   */
  resume?: boolean;
  /**
   * From the first subscriber on, take up the call of this name that the page made before it was loaded anew. It tells whose
   * document it is, among all that the tab may come to show: no personal data. Without it nothing is taken up.
   */
  resumeAs?: string;
  endpoint?: string | URL;
  vendor: Vendor;
  /**
   * Accept a file unchecked where the engine can't run; `isChecked` is then `false`, and the console says why.
   * @default true, or what `setDefaults` was given
   */
  failOpen?: boolean;
  /** Called for each event of `extract`, and of the checks before it. */
  onEvent?: (event: OcrEvent) => void;
  /**
   * The engine to call: `import * as engine from "periksa"`. By default `periksa/worker`.
   */
  engine?: SessionEngine;
}

/** What `pick` takes: a file or its bytes, or the files of an input, of which the first is taken. None of either clears. */
export type Picked = FileSource | ArrayLike<Blob> | null | undefined;

/** The functions of an engine that a session calls. */
export type SessionEngine = Pick<Engine, "requirements" | "prepare" | "OcrClient">;

/** What holds for every session that does not say otherwise. */
export type SessionDefaults = Required<Pick<SessionSettings, "failOpen">>;

/** @internal */
export const defaults: SessionDefaults = { failOpen: true };

/**
 * Sets what holds for every session of the page that does not say otherwise; those of the hook and of the element too.
 * @example
 * // While developing, a build that lacks the engine must not go unnoticed.
 * if (import.meta.env.DEV) setDefaults({ failOpen: false });
 */
export function setDefaults({ failOpen = defaults.failOpen }: Partial<SessionDefaults>): void {
  defaults.failOpen = failOpen;
}
