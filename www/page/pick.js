import { byId } from "./dom.js";
import { text } from "./language.js";

const drop = byId("drop");
const inputs = [byId("file"), byId("camera")];
let locked = false;

/**
 * Takes a file from the two inputs, a drop anywhere on the page, or the clipboard.
 * @param {(file: File) => void} onFile
 */
export function startPicking(onFile) {
  for (const input of inputs) {
    input.addEventListener("change", () => {
      const [file] = input.files;
      if (!file) return;
      onFile(file);
      // Without this, picking the same file again would change nothing.
      input.value = "";
    });
  }
  document.addEventListener("dragover", (event) => {
    if (!carriesFiles(event)) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = locked ? "none" : "copy";
    drop.classList.toggle("over", !locked);
  });
  document.addEventListener("dragleave", (event) => {
    if (!event.relatedTarget) drop.classList.remove("over");
  });
  document.addEventListener("drop", (event) => {
    drop.classList.remove("over");
    if (!carriesFiles(event)) return;
    event.preventDefault();
    takeFirst(event.dataTransfer, onFile);
  });
  document.addEventListener("paste", (event) => takeFirst(event.clipboardData, onFile));
}

/** No other file can be picked under a running send: its answer, which may be paid for, would be lost. */
export function lockPicking(/** @type {boolean} */ lock) {
  locked = lock;
  for (const input of inputs) input.disabled = lock;
  const reason = byId("pick-reason");
  // A text that did not change is not said again.
  const said = lock ? text("reason.locked") : "";
  if (reason.textContent !== said) reason.textContent = said;
}

/** Tells the browser which files to offer; it is a hint only. */
export function offerTypes(/** @type {string} */ accept) {
  const [file, camera] = inputs;
  file.accept = accept;
  camera.accept = accept
    .split(",")
    .filter((type) => type.trim().startsWith("image/"))
    .join(",");
}

function carriesFiles(event) {
  return event.dataTransfer?.types.includes("Files") ?? false;
}

function takeFirst(transfer, onFile) {
  const file = transfer?.files[0];
  if (file && !locked) onFile(file);
}
