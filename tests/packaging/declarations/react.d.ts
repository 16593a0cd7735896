import type { Document } from "./common/types.js";
import type { SessionSettings } from "./session/settings.js";
import type { Snapshot } from "./session/snapshot.js";
/** What a form does with its document. The functions stay the same from render to render, and never reject. */
export interface PeriksaActions {
    /** Takes a file, checks it and prepares it where that helps. While one is sent no other is taken. */
    pick: (file: Blob) => Promise<void>;
    /** Turns the picture by a quarter, clockwise. */
    rotate: () => Promise<void>;
    /** Sends the file, at first or again where that may help. */
    send: () => Promise<void>;
    /** Ends what is under way. A call that was sent may have been charged. */
    cancel: () => void;
    /** Forgets the file, and what came of it. Failed attempts still count. */
    clear: () => void;
}
/** For `<input {...inputProps} />`. Your own `onChange` has to call this one. */
export interface FileInputProps {
    type: "file";
    /** What the vendor takes of the document. */
    accept: string;
    /** While a file is sent. */
    disabled: boolean;
    /** Takes the picked file. */
    onChange: (event: {
        currentTarget: HTMLInputElement;
    }) => void;
}
/** What there is now, and what can be done about it. */
export type Periksa<D extends Document = Document> = Snapshot<D> & PeriksaActions & {
    inputProps: FileInputProps;
};
/**
 * One document's way through a form, from picked file to record. What is under way when the component is unmounted is
 * ended; a call that was sent by then may have been charged. Nothing runs on a server.
 * @param settings May be a new object in each render: a file is checked again only where they say something else.
 * @returns What there is now: `phase` tells which of its members are there.
 * @example
 * const ktp = usePeriksa({ document: "ktp", vendor: "verihubs", endpoint: "/api/ocr" });
 * return (
 *   <>
 *     <input {...ktp.inputProps} />
 *     {ktp.phase === "failed" && <p role="alert">{ktp.error.messages.id}</p>}
 *     <button type="button" disabled={ktp.phase !== "ready"} onClick={ktp.send}>Kirim</button>
 *   </>
 * );
 */
export declare function usePeriksa<D extends Document>(settings: SessionSettings<D>): Periksa<D>;
