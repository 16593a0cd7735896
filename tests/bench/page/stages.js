// What the command calls in the page.

import { takeTurnsOfThoseThatCan } from "../../../www/bench/turns.js";
import * as answer from "../stages/answer.js";
import * as body from "../stages/body.js";
import * as crop from "../stages/crop.js";
import * as facts from "../stages/facts.js";
import * as prepare from "../stages/prepare.js";
import * as quality from "../stages/quality.js";
import { makers } from "./inputs.js";

const stages = { answer, body, crop, facts, prepare, quality };

/** What the command and the tables need of the stages. */
export const list = Object.fromEntries(
  Object.entries(stages).map(([name, { title, about, floor, inputs }]) => [
    name,
    { title, about, floor, inputs },
  ]),
);

/** Ways that are ready. */
const prepared = {};

/** Makes an input, and hands it to the server. */
export async function make(name) {
  const blob = await makers[name]();
  await fetch(`/inputs/${name}`, { method: "POST", body: blob });
}

/** The file of this name, which was picked by the page's input. */
function picked(name) {
  const file = [...document.querySelector("input").files].find((file) => file.name === name);
  if (!file) throw new Error(`${name} was not picked`);
  return file;
}

/** Samples by way, for one input of a stage; and what else the stage tells of each way. */
export async function measure(name, input, rounds) {
  const stage = stages[name];
  // An answer is no file.
  const file = makers[input] && picked(input);
  const ways = await stage.ways(file);
  const options = { ...stage.options, ...(rounds && { rounds, warmUps: 1 }) };
  const { samples, failed } = await takeTurnsOfThoseThatCan(ways, options);
  const made = {};
  if (stage.judge) {
    for (const [way, run] of Object.entries(ways)) made[way] = await stage.judge(file, run);
  }
  return { bytes: file?.size, samples, made, failed };
}

/** Gets one way of a stage ready, to be measured from outside. */
export async function ready(name, input, way) {
  prepared[way] ??= (await stages[name].ways(picked(input)))[way];
}

/** Runs it. */
export async function run(name, input, way) {
  await ready(name, input, way);
  await prepared[way]();
}

globalThis.bench = { list, make, measure, ready, run };
