// Keyboard focus: it stays in the element when a button goes, on nothing that a second press would start, and comes to
// the button to press when a form is blocked.

import type { LitElement, ReactiveController } from "lit";

export class FocusKeeper implements ReactiveController {
  #host: LitElement;
  #active: Element | null = null;
  /** Ends the wait for the browser's focus. */
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

  /** All of the field, which is there once it was rendered and stays. */
  get base(): HTMLElement | undefined {
    return this.#host.renderRoot?.querySelector?.<HTMLElement>("[part~=base]") ?? undefined;
  }

  /** To the first button that can be pressed; never to the one that ends what is under way. */
  focus(options?: FocusOptions): void {
    const able = "[part=actions] button:enabled:not([part~=cancel])";
    const buttons = [...(this.base?.querySelectorAll<HTMLElement>(able) ?? [])];
    const first = buttons.find((button) => button.checkVisibility?.() ?? true) ?? this.base;
    first?.focus(options);
  }

  /** From the base, which the browser is about to focus, as its bubble points there; only it knows whether it will. */
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
