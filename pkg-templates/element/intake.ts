// The ways to give a file: choose, take a photo, drop, paste.

import { html, type LitElement, type ReactiveController, type TemplateResult } from "lit";

/** Takes the files. */
export interface FileTaker {
  /** Tells whether a file is taken now. */
  canTake(): boolean;
  take(file: File): void;
  /** Only folders were dropped. */
  refuseFolder(): void;
}

export class Intake implements ReactiveController {
  #host: LitElement;
  #taker: FileTaker;
  /** A file is dragged over the element. */
  isOver = false;

  constructor(host: LitElement, taker: FileTaker) {
    this.#host = host;
    this.#taker = taker;
    host.addController(this);
    host.addEventListener("dragover", this.#onDragOver);
    host.addEventListener("dragleave", this.#onDragLeave);
    host.addEventListener("drop", this.#onDrop);
    host.addEventListener("paste", this.#onPaste);
  }

  hostDisconnected(): void {
    this.isOver = false;
  }

  /** Renders the inputs behind the buttons. `accept` lists single types: iOS then converts HEIC to JPEG by itself. */
  render(accept: string): TemplateResult {
    const pictures = accept.split(",").filter((type) => type.startsWith("image/"));
    return html`
      <input class="pick" type="file" hidden accept=${accept} @input=${stop} @change=${this.#onChange} />
      <input
        class="camera"
        type="file"
        hidden
        accept=${pictures.join(",")}
        capture="environment"
        @input=${stop}
        @change=${this.#onChange}
      />
    `;
  }

  /** Opens the browser's file chooser, or the camera on phones. */
  open(kind: "pick" | "camera"): void {
    this.#host.shadowRoot?.querySelector<HTMLInputElement>(`input.${kind}`)?.click();
  }

  #onChange = (event: Event): void => {
    const input = event.target as HTMLInputElement;
    const file = input.files?.[0];
    // Otherwise choosing the same file again would fire no event.
    input.value = "";
    if (file) this.#taker.take(file);
  };

  #onDragOver = (event: DragEvent): void => {
    if (!event.dataTransfer?.types.includes("Files")) return;
    // Also where no file is taken: the browser would open the file in place of the page.
    event.preventDefault();
    const canTake = this.#taker.canTake();
    event.dataTransfer.dropEffect = canTake ? "copy" : "none";
    this.#hover(canTake);
  };

  #onDragLeave = ({ relatedTarget }: DragEvent): void => {
    if (!relatedTarget || !this.#contains(relatedTarget as Node)) this.#hover(false);
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
    const file = transfer && [...transfer.files].find((_, at) => !isFolder(transfer, at));
    const hasFolder = !file && transfer?.files.length;
    if (!(file || hasFolder) || !this.#taker.canTake()) return false;
    if (file) this.#taker.take(file);
    else this.#taker.refuseFolder();
    return true;
  }

  #contains(node: Node): boolean {
    return this.#host.contains(node) || Boolean(this.#host.shadowRoot?.contains(node));
  }

  #hover(isOver: boolean): void {
    if (isOver === this.isOver) return;
    this.isOver = isOver;
    this.#host.requestUpdate();
  }
}

/** Keeps an event of the chooser's inside: the element dispatches its own once its value is another one. */
function stop(event: Event): void {
  event.stopPropagation();
}

/** Tells whether the file at this place is a folder, which browsers list among the files: reading it would fail. */
function isFolder({ items }: DataTransfer, at: number): boolean {
  const item = [...items].filter(({ kind }) => kind === "file")[at];
  return item?.webkitGetAsEntry?.()?.isDirectory === true;
}
