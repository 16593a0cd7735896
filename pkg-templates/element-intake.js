// The ways a file comes in: chosen, taken with the camera, dropped, pasted.

import { html } from "lit";

export class Intake {
  #host;
  #take;
  /** A file is held over the element. */
  isOver = false;

  /** @param {(file: File) => void} take */
  constructor(host, take) {
    this.#host = host;
    this.#take = take;
    host.addController(this);
    host.addEventListener("dragover", this.#onDragOver);
    host.addEventListener("dragleave", this.#onDragLeave);
    host.addEventListener("drop", this.#onDrop);
    host.addEventListener("paste", this.#onPaste);
  }

  hostDisconnected() {
    this.isOver = false;
  }

  /** The choosers behind the buttons. `accept` names types one by one: iOS then turns HEIC into JPEG by itself. */
  render(accept) {
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
  open(kind) {
    this.#host.shadowRoot.querySelector(`input.${kind}`).click();
  }

  #onChange = ({ target }) => {
    const [file] = target.files;
    // Without this, choosing the same file again would change nothing.
    target.value = "";
    if (file) this.#take(file);
  };

  #onDragOver = (event) => {
    if (!event.dataTransfer?.types.includes("Files")) return;
    // Also where none is taken: the browser would leave the page for it.
    event.preventDefault();
    event.dataTransfer.dropEffect = this.#host.isTaking ? "copy" : "none";
    this.#hover(this.#host.isTaking);
  };

  #onDragLeave = ({ relatedTarget }) => {
    if (!relatedTarget || !this.#holds(relatedTarget)) this.#hover(false);
  };

  #onDrop = (event) => {
    this.#hover(false);
    if (!event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    this.#takeFirst(event.dataTransfer);
  };

  #onPaste = (event) => {
    if (this.#takeFirst(event.clipboardData)) event.preventDefault();
  };

  #takeFirst(transfer) {
    const file = transfer?.files[0];
    if (!file || !this.#host.isTaking) return false;
    this.#take(file);
    return true;
  }

  #holds(node) {
    return this.#host.contains(node) || this.#host.shadowRoot.contains(node);
  }

  #hover(isOver) {
    if (isOver === this.isOver) return;
    this.isOver = isOver;
    this.#host.requestUpdate();
  }
}
