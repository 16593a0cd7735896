import type {
  CheckReport,
  ClientSettings,
  Document,
  Extraction,
  ExtractOptions,
  OcrError,
  OcrEvent,
  Prepared,
  Progress,
  QualityOptions,
  Requirements,
  Rotation,
  Vendor,
} from "./index.js";

/** What a session is about. `endpoint` is needed for `send` alone. */
export interface SessionSettings<D extends Document = Document>
  extends Omit<ClientSettings, "endpoint">,
    Omit<QualityOptions, "attempt">,
    Pick<ExtractOptions<D>, "document" | "validateQuality" | "table" | "page" | "prepare" | "today"> {
  endpoint?: string | URL;
  vendor: Vendor;
  /** Where the engine can't run, a file is ready unchecked: see `isChecked`. @default true */
  failOpen?: boolean;
  /** Hears of all that `extract` tells, and of the checks before it. */
  onEvent?: (event: OcrEvent) => void;
  /**
   * Whose functions are called: `import * as engine from "periksa"`. By default those of `periksa/worker`, and those of
   * `periksa` where no worker can be had.
   */
  engine?: Engine;
}

/** What `periksa` and `periksa/worker` both have. */
export interface Engine extends Pick<typeof import("./index.js"), "default" | "makeFit" | "OcrClient"> {
  requirements(document: Document, vendor: Vendor): Requirements | Promise<Requirements>;
}

/** What a form is at. */
export type Phase = "idle" | "checking" | "ready" | "sending" | "done" | "failed";

/** What there is at one moment; `phase` tells which of it is there. Each change brings a new object. */
export type Snapshot<D extends Document = Document> = Moment<D> &
  (
    | { readonly phase: "idle"; readonly original: null; readonly file: null; readonly error: null }
    | { readonly phase: "checking"; readonly original: Blob; readonly file: null; readonly error: null }
    | { readonly phase: "ready"; readonly original: Blob; readonly file: Blob }
    | { readonly phase: "sending"; readonly original: Blob; readonly file: Blob; readonly error: null }
    | {
        readonly phase: "done";
        readonly original: Blob;
        readonly file: Blob;
        readonly extraction: Extraction<D>;
      }
    | { readonly phase: "failed"; readonly original: Blob; readonly error: OcrError }
  );

/** What a snapshot can have. */
export interface Moment<D extends Document = Document> {
  readonly phase: Phase;
  /** What was picked. */
  readonly original: Blob | null;
  /** What is to be sent; `null` until it is fit, and where it can't be. */
  readonly file: Blob | null;
  readonly report: CheckReport | null;
  /** What was changed about it. */
  readonly prepared: Prepared | null;
  /** `false` in `ready` where the engine could not run: `error` says why. */
  readonly isChecked: boolean;
  /** By how much the person turned it. */
  readonly rotation: Rotation;
  /** Of what is under way. */
  readonly progress: Progress | null;
  /** What came of sending it. */
  readonly extraction: Extraction<D> | null;
  /** Why it failed; in `ready` why it could not be checked. */
  readonly error: OcrError | null;
  /** Why it could not be turned: all else is as it was before. */
  readonly turnError: OcrError | null;
  /** How many files failed so far, for `policy.relaxAfter`. */
  readonly attempt: number;
}

/**
 * One document's way through a form, for any framework: a store with `subscribe` and `getSnapshot`.
 * @example
 * const session = new Session({ document: "ktp", vendor: "verihubs", endpoint: "/api/ocr" });
 * session.subscribe(() => render(session.getSnapshot()));
 * await session.pick(input.files[0]);
 * await session.send();
 */
export class Session<D extends Document = Document> {
  /** Nothing happens until a file is picked. */
  constructor(settings: SessionSettings<D>);
  /** What there is now: the same object until something changes. */
  readonly getSnapshot: () => Snapshot<D>;
  /** Calls it after each change, until the function it gives is called. */
  readonly subscribe: (listener: () => void) => () => void;
  /** Other settings. A file that is not sent yet is judged by them anew. */
  configure(settings: SessionSettings<D>): void;
  /** What the vendor takes of the document. @throws {OcrError} `engine_unavailable`, `invalid_options` */
  requirements(): Promise<Requirements>;
  /** Takes a file, checks it and prepares it where that helps. While one is sent no other is taken. Never rejects. */
  pick(file: Blob): Promise<void>;
  /** Turns the picture by a quarter, clockwise. Never rejects. */
  rotate(): Promise<void>;
  /** Sends the file, at first or again where that may help. Never rejects. */
  send(): Promise<void>;
  /** Ends what is under way: a check forgets its file, a turn leaves it. A call that was sent may have been charged. */
  cancel(): void;
  /** Forgets the file, and what came of it. Failed attempts still count. */
  clear(): void;
}
