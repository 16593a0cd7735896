// A file made fit for a vendor: turned, shrunk, converted, without metadata.

import { abortedBy, demandSignal, untilAborted } from "./abort.js";
import { isBlob } from "./api.js";
import { demand } from "./demands.js";
import { run } from "./engine.js";
import { decodeNatively } from "./native.js";

/** Formats that browsers may decode and the engine doesn't. */
const NATIVE = ["webp", "heic", "avif"];

export async function prepare(file, options) {
  demand(isBlob(file), "the file must be a File or Blob");
  const { signal } = options ?? {};
  demandSignal(signal);
  const work = look(file, options).then((report) => make(file, options, report, false, signal));
  return untilAborted(work, signal);
}

/** What `extract` does of its own accord; `null` where the file may go as it is. `report` is on the file, if there is one. */
export async function prepareIfNeeded(file, options, report, signal) {
  return make(file, options, report ?? (await look(file, options)), true, signal);
}

async function look(file, options) {
  const { report } = await run((engine, wake) => engine.check(file, { ...options, quality: false }, wake));
  return report;
}

async function make(file, options, report, auto, signal) {
  const stop = () => {
    if (signal?.aborted) throw abortedBy(signal);
  };
  stop();
  const native = canConvert(report) ? await decodeNatively(file, report.facts, signal) : null;
  stop();
  const prepared = await run((engine, wake) => engine.prepare(file, options, auto, native, wake));
  stop();
  return prepared && { ...prepared, decoder: native ? "native" : "periksa" };
}

/** Is nothing wrong but a format that a browser may decode? */
function canConvert({ facts, problems }) {
  const errors = problems.filter(({ severity }) => severity === "error");
  return NATIVE.includes(facts.format) && errors.length === 1 && errors[0].fix === "convert";
}

/** Could preparing mend all that is wrong with a file? */
export function canMend({ problems }) {
  const errors = problems.filter(({ severity }) => severity === "error");
  return errors.every(({ fix }) => fix === "convert" || fix === "shrink");
}

/** The polygons of a record, and of what else has any, in the pixels of the original. */
export function toOriginal(value, transform) {
  if (Array.isArray(value)) return value.map((item) => toOriginal(item, transform));
  if (value === null || typeof value !== "object") return value;
  const members = Object.entries(value).map(([name, member]) => {
    const isPolygon = name === "polygon" && Array.isArray(member);
    return [name, isPolygon ? member.map((point) => map(transform, point)) : toOriginal(member, transform)];
  });
  return Object.fromEntries(members);
}

function map([a, b, c, d, e, f], [x, y]) {
  return [a * x + b * y + c, d * x + e * y + f];
}
