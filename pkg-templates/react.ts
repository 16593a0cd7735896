"use client";
/**
 * A Session as a React hook: one for each mounted component.
 * @module
 */

import { useEffect, useState, useSyncExternalStore } from "react";

import { acceptOf } from "./common/accept.js";
import type { Document } from "./common/types.js";
import type { SessionSettings } from "./session/settings.js";
import type { Snapshot } from "./session/snapshot.js";
import { Session } from "./session/store.js";

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
  onChange: (event: { currentTarget: HTMLInputElement }) => void;
}

/** What there is now, and what can be done about it. */
export type Periksa<D extends Document = Document> = Snapshot<D> &
  PeriksaActions & { inputProps: FileInputProps };

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
export function usePeriksa<D extends Document>(settings: SessionSettings<D>): Periksa<D> {
  const [form] = useState(() => new Form(settings));
  const { session, actions, onChange } = form;
  // On a server, and where its page comes to life, nothing was picked yet.
  const snapshot = useSyncExternalStore(session.subscribe, session.getSnapshot, session.getSnapshot);
  useEffect(() => session.configure(settings));
  useEffect(() => form.mount(), [form]);
  useEffect(() => form.show(snapshot.original), [form, snapshot.original]);
  const { document, vendor } = settings;
  const inputProps: FileInputProps = {
    type: "file",
    accept: acceptOf(document, vendor),
    disabled: snapshot.phase === "sending",
    onChange,
  };
  return { ...snapshot, ...actions, inputProps };
}

/** What stays the same from render to render. Nothing happens until a file is picked. */
class Form<D extends Document> {
  readonly session: Session<D>;
  readonly actions: PeriksaActions;
  readonly onChange: FileInputProps["onChange"];
  #isMounted = false;
  /** Where the person picked. */
  #input: HTMLInputElement | undefined;

  constructor(settings: SessionSettings<D>) {
    const session = new Session(settings);
    this.session = session;
    this.actions = {
      pick: (file) => session.pick(file),
      rotate: () => session.rotate(),
      send: () => session.send(),
      cancel: () => session.cancel(),
      clear: () => session.clear(),
    };
    this.onChange = ({ currentTarget }) => {
      this.#input = currentTarget;
      const file = currentTarget.files?.[0];
      if (file) session.pick(file);
      else session.clear();
    };
  }

  /** @returns the function that undoes it */
  mount(): () => void {
    this.#isMounted = true;
    return () => {
      this.#isMounted = false;
      // StrictMode and fast refresh unmount for a moment only: what is under way lives on.
      queueMicrotask(() => {
        if (!this.#isMounted) this.session.cancel();
      });
    };
  }

  /** An input that names a file which is not there any more would not let the person pick it again. */
  show(original: Blob | null): void {
    const input = this.#input;
    if (input && input.files?.[0] !== (original ?? undefined)) input.value = "";
  }
}
