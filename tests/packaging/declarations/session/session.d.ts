import type { DocumentKind, Requirements } from "../common/types.js";
import type { Picked, SessionSettings } from "./settings.js";
import type { SessionSnapshot } from "./snapshot.js";
/**
 * One document's way through a form, for any framework: a store with `subscribe` and `getSnapshot`.
 * @example
 * const session = new Session({ document: "ktp", vendor: "verihubs", endpoint: "/api/ocr" });
 * session.subscribe(() => render(session.getSnapshot()));
 * await session.pick(input.files[0]);
 * await session.send();
 */
export declare class Session<D extends DocumentKind = DocumentKind> {
    /** Returns the current snapshot: the same object until something changes. */
    readonly getSnapshot: () => SessionSnapshot<D>;
    /** Calls the listener after each change, until the returned function is called. */
    readonly subscribe: (listener: () => void) => () => void;
    /** Starts idle: nothing runs until a file is picked. */
    constructor(settings: SessionSettings<D>);
    /** Replaces the settings. A file that is not sent yet is checked again where they matter to it. */
    configure(settings: SessionSettings<D>): void;
    /** Asks what the vendor takes of the document. @throws {OcrError} `engine_unavailable`, `invalid_options` */
    requirements(): Promise<Requirements>;
    /**
     * Takes a file, checks it, and prepares it where needed; without a file it clears. Ignored while a file is sent. Never
     * rejects.
     */
    pick(file: Picked): Promise<void>;
    /** Turns the picture by 90 degrees clockwise. Never rejects. */
    rotate(): Promise<void>;
    /** Sends the file, for the first time or again where that can help. Never rejects. */
    send(): Promise<void>;
    /**
     * Ends the work under way: a check forgets its file, a turn is undone. A call that was already sent may have been
     * charged.
     */
    cancel(): void;
    /** Forgets the file and its result. Failed attempts still count. */
    clear(): void;
}
