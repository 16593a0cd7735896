"use client";
/**
 * A session as a React hook: one for each mounted component.
 * @module
 */

import { useEffect, useState, useSyncExternalStore } from "react";

import { acceptOf } from "./common/accept.js";
import type { DocumentKind } from "./common/types.js";
import type { Picked, SessionSettings } from "./session/settings.js";
import type { SessionSnapshot } from "./session/snapshot.js";
import { Store } from "./session/store.js";

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
  onChange: (event: { currentTarget: HTMLInputElement }) => void;
}

/** The snapshot of the session, its functions, and props for a file input. */
export type Periksa<D extends DocumentKind = DocumentKind> = SessionSnapshot<D> &
  PeriksaActions & { inputProps: FileInputProps };

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
export function usePeriksa<D extends DocumentKind>(settings: SessionSettings<D>): Periksa<D> {
  const [form] = useState(() => new Form(settings));
  const { session, actions, onChange } = form;
  // The third argument is for servers and hydration: no file is picked yet, so it is the idle snapshot.
  const snapshot = useSyncExternalStore(session.subscribe, session.getSnapshot, session.getSnapshot);
  useEffect(() => session.configure(settings));
  useEffect(() => form.mount(), [form]);
  useEffect(() => form.show(snapshot.original), [form, snapshot.original]);
  const { document, vendor } = settings;
  const inputProps: FileInputProps = {
    type: "file",
    accept: acceptOf(document, vendor),
    disabled: snapshot.phase === "sending",
    ref: form.ref,
    onChange,
  };
  return { ...snapshot, ...actions, inputProps };
}

/** Everything that stays the same from render to render. */
class Form<D extends DocumentKind> {
  readonly session: Store<D>;
  readonly actions: PeriksaActions;
  readonly onChange: FileInputProps["onChange"];
  #isMounted = false;
  /** The input that the person used. */
  #input: HTMLInputElement | undefined;
  /** The form of that input, as it was when it was last seen. */
  #owner: HTMLFormElement | null = null;

  constructor(settings: SessionSettings<D>) {
    const session = new Store(settings);
    this.session = session;
    this.actions = {
      pick: (file) => session.pick(file),
      rotate: () => session.rotate(),
      send: () => session.send(),
      cancel: () => session.cancel(),
      clear: () => session.clear(),
    };
    this.onChange = ({ currentTarget }) => {
      this.ref(currentTarget);
      const file = currentTarget.files?.[0];
      if (file) session.pick(file);
      else session.clear();
    };
  }

  /** Knows the input, and hears of the reset of its form, which empties it. */
  readonly ref: FileInputProps["ref"] = (input) => {
    if (input) this.#input = input;
    this.#owner?.removeEventListener("reset", this.#onReset);
    this.#owner = input?.form ?? null;
    this.#owner?.addEventListener("reset", this.#onReset);
  };

  /** Clears once the form is reset, unless that was prevented or another file was picked since. */
  #onReset = (event: Event): void => {
    const { original } = this.session.getSnapshot();
    setTimeout(() => {
      if (!event.defaultPrevented && this.session.getSnapshot().original === original) this.session.clear();
    });
  };

  /** Marks the component as mounted. @returns the function that undoes it */
  mount(): () => void {
    this.#isMounted = true;
    return () => {
      this.#isMounted = false;
      // StrictMode and fast refresh mount again at once: the work under way must go on.
      queueMicrotask(() => {
        if (!this.#isMounted) this.session.cancel({ isLeaving: true });
      });
    };
  }

  /** Empties an input that still names another file: the person could not pick that file again. */
  show(original: Blob | null): void {
    const input = this.#input;
    if (input && input.files?.[0] !== (original ?? undefined)) input.value = "";
  }
}
