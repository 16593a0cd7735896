// Node's own workers, spoken to as those of browsers.

import type { MessagePort, Worker } from "node:worker_threads";

import type { Hearer, PagePort, Thread, ToPage, ToThread } from "./protocol.js";

/** Where a posted object holds a File, in parts. */
const FILE = "periksa:file";
type Parts = { [FILE]: [blob: Blob, name: string, options: FilePropertyBag] };

export function nodeThread(worker: Worker, { message, lost }: Hearer): Thread {
  worker.on("message", (data) => message(whole(data) as ToPage));
  worker.on("error", (cause: Error) => lost(cause.message, cause));
  worker.on("messageerror", () => lost("what the worker said could not be read"));
  return {
    postMessage: (data) => worker.postMessage(inParts(data)),
    terminate: () => void worker.terminate(),
    hold: (isBusy) => (isBusy ? worker.ref() : worker.unref()),
  };
}

/** The same from within the worker. */
export function nodePort(port: MessagePort): PagePort {
  return {
    postMessage: (data) => port.postMessage(inParts(data)),
    addEventListener: (type, listener) =>
      port.on(type, (data) => listener({ data: whole(data) as ToThread })),
  };
}

/** Takes Files apart: Node would make Blobs of them, without names. */
function inParts(value: unknown): unknown {
  if (!(value instanceof File)) return mapped(value, inParts);
  const { name, type, lastModified } = value;
  return { [FILE]: [value.slice(0, value.size, type), name, { type, lastModified }] } satisfies Parts;
}

function whole(value: unknown): unknown {
  const parts = (value as Partial<Parts> | null | undefined)?.[FILE];
  return parts ? new File([parts[0]], parts[1], parts[2]) : mapped(value, whole);
}

/** Maps the members of plain objects and lists. */
function mapped(value: unknown, each: (member: unknown) => unknown): unknown {
  if (Array.isArray(value)) return value.map(each);
  if (Object.prototype.toString.call(value) !== "[object Object]") return value;
  return Object.fromEntries(Object.entries(value as object).map(([name, member]) => [name, each(member)]));
}
