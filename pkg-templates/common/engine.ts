// The one interface of the engine: `periksa` answers on the page's own thread, `periksa/worker` off it.

import type {
  CheckReport,
  DocumentKind,
  ErrorCode,
  FileFacts,
  Nik,
  ProblemCode,
  QualityReport,
  Requirements,
  Vendor,
  WarningCode,
} from "../types.js";
import type {
  AbortOptions,
  CheckOptions,
  ClientSettings,
  DocumentsOf,
  EncodedRequest,
  EncodeOptions,
  Extraction,
  ExtractOptions,
  FileSource,
  NormalizeOptions,
  Prepared,
  PrepareOptions,
  ResumeOptions,
} from "./calls.js";

/** What `periksa` and `periksa/worker` both are: `import * as engine from "periksa"`. */
export interface Engine {
  /** Loads the engine. Every function does so by itself. */
  default(wasm?: WasmSource): Promise<void>;
  /** Tells what the vendor takes of the document. */
  requirements(document: DocumentKind, vendor: Vendor): Promise<Requirements>;
  /** Tells what is known of a file, by its content. */
  inspect(file: FileSource, options?: AbortOptions): Promise<FileFacts>;
  /** Tells what the vendor would reject a file for. */
  check(file: FileSource, options: CheckOptions): Promise<CheckReport>;
  /** Tells what the pixels of a JPEG or PNG show. */
  assessQuality(file: FileSource, options?: AbortOptions): Promise<QualityReport>;
  /** Makes a file ready to be sent. */
  prepare(file: FileSource, options: PrepareOptions): Promise<Prepared>;
  /** Gives a file as base64, unchecked. */
  toBase64(file: FileSource): Promise<string>;
  /** Gives a file as a data URL of its real type, unchecked. */
  toDataUrl(file: FileSource): Promise<string>;
  /** Gives the body that your proxy wants, unchecked. */
  encodeRequest(file: FileSource, options: EncodeOptions): Promise<EncodedRequest>;
  /** Reads a vendor's answer. */
  normalize<D extends DocumentKind>(
    response: string | object,
    options: NormalizeOptions & { document: D },
  ): Promise<Extraction<D>>;
  /** Tells what a NIK says by itself. */
  parseNik(text: string): Promise<Nik>;
  /** Adds messages in a further language. */
  registerMessages(language: string, texts: MessageTable): Promise<void>;
  /** Checks files, sends them through your proxy, and reads the answers. */
  OcrClient: new <V extends Vendor = Vendor>(
    settings: ClientSettings<V>,
  ) => {
    /** Checks a file, sends it, and reads the answer. */
    extract<D extends DocumentsOf[V]>(
      source: FileSource | { url: string | URL },
      options: ExtractOptions<D>,
    ): Promise<Extraction<D>>;
    /** Asks for the answer of a call that has none yet. */
    resume<D extends DocumentsOf[V]>(options: ResumeOptions<D>): Promise<Extraction<D> | null>;
  };
}

/** Where the wasm is, or the wasm itself. */
export type WasmSource = URL | Response | ArrayBuffer | ArrayBufferView | WasmModule;

/** `WebAssembly.Module`, where the types of the platform have it: those of a server need not. */
export type WasmModule = typeof globalThis extends { WebAssembly: { Module: { prototype: infer Module } } }
  ? Module
  : never;

/** Texts in a further language, by the code of a problem, warning or error. */
export type MessageTable = Partial<Record<ProblemCode | WarningCode | ErrorCode, string>>;
