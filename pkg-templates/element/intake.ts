// The ways a file comes in: chosen, taken with the camera, dropped, pasted.

import { html, type LitElement, type ReactiveController, type TemplateResult } from "lit";

/** The element that files come into. */
export interface IntakeHost extends LitElement {
  /** Is another file taken now? */
  readonly isTaking: boolean;
}

export class Intake implements ReactiveController {
  #host: IntakeHost;
  #take: (file: File) => void;
  /** A file is held over the element. */
  isOver = false;

  constructor(host: IntakeHost, take: (file: File) => void) {
    this.#host = host;
    this.#take = take;
    host.addController(this);
    host.addEventListener("dragover", this.#onDragOver);
    host.addEventListener("dragleave", this.#onDragLeave);
    host.addEventListener("drop", this.#onDrop);
    host.addEventListener("paste", this.#onPaste);
  }

  hostDisconnected(): void {
    this.isOver = false;
  }

  /** The choosers behind the buttons. `accept` names types one by one: iOS then turns HEIC into JPEG by itself. */
  render(accept: string): TemplateResult {
    const pictures = accept.split(",").filter((type) => type.startsWith("image/"));
    return html`
      <input class="pick" type="file" hidden accept=${accept} @change=${this.#onChange} />
      <input
        class="camera"
        type="file"
        hidden
        accept=${pictures.join(",")}
        capture="environment"
        @change=${this.#onChange}
      />
    `;
  }

  /** Opens the browser's chooser: `"pick"`, or `"camera"`, which phones open at once. */
  open(kind: "pick" | "camera"): void {
    this.#host.shadowRoot?.querySelector<HTMLInputElement>(`input.${kind}`)?.click();
  }

  #onChange = (event: Event): void => {
    const input = event.target as HTMLInputElement;
    const file = input.files?.[0];
    // Without this, choosing the same file again would change nothing.
    input.value = "";
    if (file) this.#take(file);
  };

  #onDragOver = (event: DragEvent): void => {
    if (!event.dataTransfer?.types.includes("Files")) return;
    // Also where none is taken: the browser would leave the page for it.
    event.preventDefault();
    event.dataTransfer.dropEffect = this.#host.isTaking ? "copy" : "none";
    this.#hover(this.#host.isTaking);
  };

  #onDragLeave = ({ relatedTarget }: DragEvent): void => {
    if (!relatedTarget || !this.#holds(relatedTarget as Node)) this.#hover(false);
  };

  #onDrop = (event: DragEvent): void => {
    this.#hover(false);
    if (!event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    this.#takeFirst(event.dataTransfer);
  };

  #onPaste = (event: ClipboardEvent): void => {
    if (this.#takeFirst(event.clipboardData)) event.preventDefault();
  };

  #takeFirst(transfer: DataTransfer | null): boolean {
    const file = transfer?.files[0];
    if (!file || !this.#host.isTaking) return false;
    this.#take(file);
    return true;
  }

  #holds(node: Node): boolean {
    return this.#host.contains(node) || Boolean(this.#host.shadowRoot?.contains(node));
  }

  #hover(isOver: boolean): void {
    if (isOver === this.isOver) return;
    this.isOver = isOver;
    this.#host.requestUpdate();
  }
}
