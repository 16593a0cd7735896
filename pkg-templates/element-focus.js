// Keyboard focus: it stays in the element when a button goes, on nothing that a second press would start, and comes to
// the button to press when a form is blocked.

export class FocusKeeper {
  #host;
  #active = null;

  constructor(host) {
    this.#host = host;
    host.addController(this);
    host.addEventListener("invalid", () => this.#expectFocus());
  }

  hostUpdate() {
    this.#active = this.#host.shadowRoot?.activeElement ?? null;
  }

  hostUpdated() {
    const isGone = this.#active && (!this.#active.isConnected || this.#active.disabled);
    if (isGone) this.base.focus({ preventScroll: true });
    this.#active = null;
  }

  /** All of the field, which is there once it was rendered and stays. */
  get base() {
    return this.#host.renderRoot?.querySelector?.("[part~=base]") ?? undefined;
  }

  /** To the first button that can be pressed. */
  focus(options) {
    const buttons = [...(this.base?.querySelectorAll("[part=actions] button:enabled") ?? [])];
    const first = buttons.find((button) => button.checkVisibility?.() ?? true) ?? this.base;
    first?.focus(options);
  }

  /** From the base, which the browser is about to focus, as its bubble points there; only it knows whether it will. */
  #expectFocus() {
    const { base } = this;
    if (!base) return;
    const controller = new AbortController();
    base.addEventListener("focus", () => this.focus({ preventScroll: true }), controller);
    setTimeout(() => controller.abort());
  }
}
