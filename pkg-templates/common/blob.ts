// Tells files from other values.

import { demand } from "./arguments.js";
import type { FileSource } from "./types.js";

/** Tells whether it is a Blob or File, also of another realm. */
export function isBlob(value: unknown): value is Blob {
  const { slice, size } = (value ?? {}) as Partial<Blob>;
  return typeof slice === "function" && typeof size === "number";
}

/** Tells whether it is bytes, such as a Buffer. */
export function isBytes(value: unknown): value is ArrayBuffer | ArrayBufferView<ArrayBuffer> {
  // Not a SharedArrayBuffer: it may change, and no Blob takes it.
  const buffer = ArrayBuffer.isView(value) ? value.buffer : value;
  return Object.prototype.toString.call(buffer) === "[object ArrayBuffer]";
}

/** Returns the file, made of the bytes where it is bytes. Throws `invalid_options` where it is neither. */
export function demandFile(given: FileSource): Blob {
  const file = fileOf(given);
  demand(file, "the file must be a File or Blob, or its bytes");
  return file;
}

/** Returns the file, made of the bytes where it is bytes; `null` where it is neither. */
export function fileOf(given: unknown): Blob | null {
  if (isBytes(given)) return new Blob([given]);
  return isBlob(given) ? readable(given) : null;
}

/** Returns the file. Blobs of jsdom before 27 lack `arrayBuffer`: they get it. */
function readable(file: Blob): Blob {
  if (typeof file.arrayBuffer !== "function" && typeof FileReader === "function")
    Object.defineProperty(Object.getPrototypeOf(file.slice(0, 0)), "arrayBuffer", {
      value: bytesByReader,
      configurable: true,
      writable: true,
    });
  return file;
}

function bytesByReader(this: Blob): Promise<ArrayBuffer> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result as ArrayBuffer);
    reader.onerror = () => reject(reader.error);
    reader.readAsArrayBuffer(this);
  });
}
