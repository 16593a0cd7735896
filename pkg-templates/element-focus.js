// Keyboard focus: it stays in the element when a button goes, on nothing that a second press would start, and comes to
// the button to press when a form is blocked.

export class FocusKeeper {
  #host;
  #active = null;
  /** Ends the wait for the browser's focus. */
  #expected;

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
    this.#active = null;
    if (!isGone) return;
    this.#expected?.abort();
    this.base.focus({ preventScroll: true });
  }

  /** All of the field, which is there once it was rendered and stays. */
  get base() {
    return this.#host.renderRoot?.querySelector?.("[part~=base]") ?? undefined;
  }

  /** To the first button that can be pressed; never to the one that ends what is under way. */
  focus(options) {
    const able = "[part=actions] button:enabled:not([part~=cancel])";
    const buttons = [...(this.base?.querySelectorAll(able) ?? [])];
    const first = buttons.find((button) => button.checkVisibility?.() ?? true) ?? this.base;
    first?.focus(options);
  }

  /** From the base, which the browser is about to focus, as its bubble points there; only it knows whether it will. */
  #expectFocus() {
    const { base } = this;
    if (!base) return;
    const expected = new AbortController();
    this.#expected?.abort();
    this.#expected = expected;
    base.addEventListener("focus", () => this.focus({ preventScroll: true }), expected);
    setTimeout(() => expected.abort());
  }
}
