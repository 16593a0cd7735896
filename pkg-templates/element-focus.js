// Keyboard focus that survives a button's going: it stays in the element, and on nothing that a second press would start.

export class FocusKeeper {
  #host;
  #active = null;

  constructor(host) {
    this.#host = host;
    host.addController(this);
  }

  hostUpdate() {
    this.#active = this.#host.shadowRoot?.activeElement ?? null;
  }

  hostUpdated() {
    const isGone = this.#active && (!this.#active.isConnected || this.#active.disabled);
    if (isGone) this.#host.shadowRoot.querySelector("[part~=base]").focus({ preventScroll: true });
    this.#active = null;
  }
}
