"use client";
// A Session as a React hook: one for each mounted component.

import { useEffect, useState, useSyncExternalStore } from "react";

import { acceptOf } from "./accept.js";
import { Session } from "./session.js";

export function usePeriksa(settings) {
  const [form] = useState(() => new Form(settings));
  const { session, actions, onChange } = form;
  // On a server, and where its page comes to life, nothing was picked yet.
  const snapshot = useSyncExternalStore(session.subscribe, session.getSnapshot, session.getSnapshot);
  useEffect(() => session.configure(settings));
  useEffect(() => form.mount(), [form]);
  useEffect(() => form.show(snapshot.original), [form, snapshot.original]);
  const { document, vendor } = settings;
  const inputProps = {
    type: "file",
    accept: acceptOf(document, vendor),
    disabled: snapshot.phase === "sending",
    onChange,
  };
  return { ...snapshot, ...actions, inputProps };
}

/** What stays the same from render to render. Nothing happens until a file is picked. */
class Form {
  #isMounted = false;
  /** Where the person picked. */
  #input;

  constructor(settings) {
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
      const [file] = currentTarget.files;
      if (file) session.pick(file);
      else session.clear();
    };
  }

  mount() {
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
  show(original) {
    if (this.#input && this.#input.files[0] !== (original ?? undefined)) this.#input.value = "";
  }
}
