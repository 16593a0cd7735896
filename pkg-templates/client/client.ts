// The public client.

import { hide, innerOf } from "../common/plain.js";
import type {
  ClientSettings,
  DocumentsOf,
  Extraction,
  ExtractOptions,
  FileSource,
  Vendor,
} from "../common/types.js";
import { extractWith } from "./extract.js";
import { Requests } from "./requests.js";
import { readSettings } from "./settings.js";

/**
 * Checks a file, sends it through your proxy, and reads the answer. Keep one for each proxy and vendor.
 * @example
 * const client = new OcrClient({ endpoint: "/api/ocr", vendor: "verihubs" });
 * const { record } = await client.extract(file, { document: "ktp" });
 */
export class OcrClient<V extends Vendor = Vendor> {
  /** @throws {OcrError} `invalid_options` */
  constructor(settings: ClientSettings<V>) {
    hide(this, new Requests(readSettings(settings)));
  }

  /**
   * Equal calls in flight share one request. A request is repeated only where it can't have been charged.
   * @param source The picked file; on a server its bytes; or, for Verihubs' KTP, an https address that Verihubs fetches itself.
   * @param options For which document; whether it is checked and prepared; `signal` and `onProgress`.
   * @returns The record, with what the vendor said beside it.
   * @throws {OcrError} any code; `action` says who has to do what
   * @example
   * const client = new OcrClient({ endpoint: "/api/ocr", vendor: "verihubs" });
   * try {
   *   const { record } = await client.extract(file, { document: "ktp" });
   *   form.nik.value = record.nik.value ?? "";
   * } catch (error) {
   *   if (!isOcrError(error)) throw error;
   *   show(error.messages.id, { again: error.retryable });
   * }
   */
  async extract<D extends DocumentsOf[V]>(
    source: FileSource | { url: string | URL },
    options: ExtractOptions<D>,
  ): Promise<Extraction<D>> {
    const requests = innerOf<Requests>(this);
    if (!requests) throw new TypeError("extract is a method of OcrClient");
    return (await extractWith(requests, source, options)) as Extraction<D>;
  }
}
