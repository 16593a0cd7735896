import { judgeFiles } from "./batch-view.js";

/**
 * Takes files that are dropped or pasted anywhere on the page: one goes to the element, several go to the table. What is
 * dropped on the element it takes by itself.
 * @param {import("/pkg/element.js").PeriksaInput} field
 * @param {(files: File[]) => void} take
 */
export function startDropping(field, take) {
  document.addEventListener("dragover", (event) => {
    // Otherwise the browser would leave the page for the file.
    if (carriesFiles(event)) event.preventDefault();
  });
  document.addEventListener(
    "drop",
    (event) => {
      if (!carriesFiles(event)) return;
      event.preventDefault();
      const files = [...event.dataTransfer.files];
      const isOnField = event.composedPath().includes(field);
      if (files.length > 1) {
        event.stopPropagation();
        if (isOnField) field.dispatchEvent(new DragEvent("dragleave"));
        judgeFiles(files);
      } else if (!isOnField) take(files);
    },
    { capture: true },
  );
  document.addEventListener("paste", (event) => {
    const files = [...(event.clipboardData?.files ?? [])];
    if (event.defaultPrevented || files.length === 0) return;
    if (files.length > 1) judgeFiles(files);
    else take(files);
  });
}

function carriesFiles(event) {
  return event.dataTransfer?.types.includes("Files") ?? false;
}
