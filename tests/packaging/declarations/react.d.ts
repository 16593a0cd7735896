import type { DocumentKind } from "./common/types.js";
import type { Picked, SessionSettings } from "./session/settings.js";
import type { SessionSnapshot } from "./session/snapshot.js";
/** Functions of the hook. They stay the same from render to render, and never reject. */
export interface PeriksaActions {
    /** Takes a file, checks it, and prepares it where needed; without a file it clears. Ignored while a file is sent. */
    pick: (file: Picked) => Promise<void>;
    /** Turns the picture by 90 degrees clockwise. */
    rotate: () => Promise<void>;
    /** Sends the file, for the first time or again where that can help. */
    send: () => Promise<void>;
    /** Ends the work under way. A call that was already sent may have been charged. */
    cancel: () => void;
    /** Forgets the file and its result. Failed attempts still count. */
    clear: () => void;
}
/** Props for `<input {...inputProps} />`. Your own `onChange` must call this one. */
export interface FileInputProps {
    type: "file";
    /** The types that the vendor takes of the document. */
    accept: string;
    /** `true` while a file is sent. */
    disabled: boolean;
    /** Hears of the reset of its form. With a `ref` of your own in its place it is heard from the first picked file on. */
    ref: (input: HTMLInputElement | null) => void;
    /** Takes the picked file. */
    onChange: (event: {
        currentTarget: HTMLInputElement;
    }) => void;
}
/** The snapshot of the session, its functions, and props for a file input. */
export type Periksa<D extends DocumentKind = DocumentKind> = SessionSnapshot<D> & PeriksaActions & {
    inputProps: FileInputProps;
};
/**
 * Takes one document through a form, from picked file to record. Unmounting the component ends the work under way; a call
 * that was already sent may have been charged. Nothing runs on a server.
 * @param settings May be a new object in each render: a file is checked again only where the values differ.
 * @returns The snapshot, whose `phase` tells which members are set, and the functions.
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
export declare function usePeriksa<D extends DocumentKind>(settings: SessionSettings<D>): Periksa<D>;
