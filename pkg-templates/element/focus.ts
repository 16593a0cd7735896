// Keyboard focus. It stays in the element when the focused button goes away, but never on another button, which a second
// press would start. When the form is blocked it moves to the button to press next.

import type { LitElement, ReactiveController } from "lit";

export class FocusKeeper implements ReactiveController {
  #host: LitElement;
  #active: Element | null = null;
  /** Ends the wait for the browser to focus the base. */
  #expected: AbortController | undefined;

  constructor(host: LitElement) {
    this.#host = host;
    host.addController(this);
    host.addEventListener("invalid", () => this.#expectFocus());
  }

  hostUpdate(): void {
    this.#active = this.#host.shadowRoot?.activeElement ?? null;
  }

  hostUpdated(): void {
    const active: (Element & { disabled?: boolean }) | null = this.#active;
    const isGone = active && (!active.isConnected || active.disabled);
    this.#active = null;
    if (!isGone) return;
    this.#expected?.abort();
    this.base?.focus({ preventScroll: true });
  }

  /** The outermost part, which exists from the first rendering on. */
  get base(): HTMLElement | undefined {
    return this.#host.renderRoot?.querySelector?.<HTMLElement>("[part~=base]") ?? undefined;
  }

  /** Focuses the first button that can be pressed, but never the one that cancels. */
  focus(options?: FocusOptions): void {
    const enabled = "[part=actions] button:enabled:not([part~=cancel])";
    const buttons = [...(this.base?.querySelectorAll<HTMLElement>(enabled) ?? [])];
    const first = buttons.find((button) => button.checkVisibility?.() ?? true) ?? this.base;
    first?.focus(options);
  }

  /** Passes the focus on from the base: the browser focuses the anchor of its message, if it shows one at all. */
  #expectFocus(): void {
    const { base } = this;
    if (!base) return;
    const expected = new AbortController();
    this.#expected?.abort();
    this.#expected = expected;
    base.addEventListener("focus", () => this.focus({ preventScroll: true }), expected);
    setTimeout(() => expected.abort());
  }
}
