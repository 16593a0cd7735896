// A page's own script that checks the first file: with its pixels; or its facts alone, held against what the vendor takes, which
// is as much as FilePond tells.

import { check, inspect, requirements } from "../../../pkg/index.js";
import { finish, photo } from "./first.js";

const KTP = { document: "ktp", vendor: "verihubs" };

async function facts(file) {
  const { format, bytes, displayWidth, displayHeight } = await inspect(file);
  const { formats, maxBytes, minLongSide, minShortSide } = await requirements("ktp", "verihubs");
  const [short, long] = [displayWidth, displayHeight].sort((a, b) => a - b);
  return formats.includes(format) && bytes <= maxBytes && long >= minLongSide && short >= minShortSide;
}

const file = await photo();
finish(new URLSearchParams(location.search).has("facts") ? facts(file) : check(file, KTP));
