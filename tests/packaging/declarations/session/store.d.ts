import type { Document, Requirements } from "../common/types.js";
import type { SessionSettings } from "./settings.js";
import { type Snapshot } from "./snapshot.js";
/**
 * One document's way through a form, for any framework: a store with `subscribe` and `getSnapshot`.
 * @example
 * const session = new Session({ document: "ktp", vendor: "verihubs", endpoint: "/api/ocr" });
 * session.subscribe(() => render(session.getSnapshot()));
 * await session.pick(input.files[0]);
 * await session.send();
 */
export declare class Session<D extends Document = Document> {
    #private;
    /** Nothing happens until a file is picked. */
    constructor(settings: SessionSettings<D>);
    /** What there is now: the same object until something changes. */
    readonly getSnapshot: () => Snapshot<D>;
    /** Calls it after each change, until the function it gives is called. */
    readonly subscribe: (listener: () => void) => (() => void);
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
