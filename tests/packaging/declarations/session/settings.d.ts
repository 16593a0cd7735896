import type { ClientSettings, Document, ExtractOptions, OcrEvent, QualityOptions, Requirements, Vendor } from "../common/types.js";
import type init from "../index.js";
import type { makeFit, OcrClient } from "../index.js";
/** What a session is about. `endpoint` is needed for `send` alone. */
export interface SessionSettings<D extends Document = Document> extends Omit<ClientSettings, "endpoint">, Omit<QualityOptions, "attempt">, Pick<ExtractOptions<D>, "document" | "validateQuality" | "table" | "page" | "prepare" | "today"> {
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
export interface Engine {
    default: typeof init;
    makeFit: typeof makeFit;
    OcrClient: typeof OcrClient;
    requirements(document: Document, vendor: Vendor): Requirements | Promise<Requirements>;
}
