// Measures periksa against what people use instead, in Chromium and Firefox: `npm run bench`, or `npm run bench -- facts body`.
// Writes target/bench/results.json and prints its tables; RENEW=1 puts both into the repository. Only ratios are worth quoting.

import { readFile, writeFile } from "node:fs/promises";
import { cpus, release, totalmem } from "node:os";
import { summary } from "../../www/bench/summary.js";
import { ROOT } from "../e2e/support/root.mjs";
import { DRIVERS } from "./browsers.mjs";
import { INPUTS, inputsOf, startBench } from "./site.mjs";
import { PAGE, RESULTS, tables, withTables } from "./table.mjs";

const { stages, rounds, browsers, only } = readArguments(process.argv.slice(2));
const site = await startBench();
const results = {
  machine: machine(),
  packages: await versions(),
  browsers: {},
  stages: {},
};
try {
  const list = await makeInputs();
  for (const name of browsers) {
    const driven = await DRIVERS[name](site.origin);
    results.browsers[name] = driven.name;
    try {
      for (const stage of stages.length ? stages : Object.keys(list)) {
        if (!list[stage]) throw new Error(`no stage ${stage}; there are ${Object.keys(list).join(", ")}`);
        const { inputs, ...told } = list[stage];
        results.stages[stage] ??= { ...told, rows: [] };
        await driven.pick(files(inputs).map((input) => INPUTS + input));
        for (const input of inputs.filter((input) => !only || input === only)) {
          const { samples, made, bytes, failed } = await driven.call("measure", stage, input, rounds);
          const row = { browser: name, input, bytes, ways: summary(samples, made), failed };
          results.stages[stage].rows.push(row);
          process.stderr.write(`${name} ${stage} ${input}: ${brief(row.ways)}\n`);
        }
      }
    } finally {
      await driven.stop();
    }
  }
} finally {
  await site.stop();
}
const text = `${JSON.stringify(results, null, 2)}\n`;
await writeFile(`${ROOT}target/bench/results.json`, text);
console.log(tables(results));
if (process.env.RENEW) {
  if (stages.length) throw new Error("RENEW=1 is for all stages in one run");
  await writeFile(RESULTS, text);
  await writeFile(PAGE, withTables(await readFile(PAGE, "utf8"), results));
}

function readArguments(args) {
  const options = args.filter((arg) => arg.startsWith("--")).map((arg) => arg.slice(2).split("="));
  const { rounds, browser, input } = Object.fromEntries(options);
  return {
    stages: args.filter((arg) => !arg.startsWith("--")),
    rounds: rounds && Number(rounds),
    only: input,
    browsers: browser ? [browser] : Object.keys(DRIVERS),
  };
}

/** Has Chromium make what is not there yet, and returns what the stages are. */
async function makeInputs() {
  const driven = await DRIVERS.Chromium(site.origin);
  try {
    const list = await driven.page.evaluate(() => bench.list);
    const wanted = (stages.length ? stages : Object.keys(list)).flatMap((stage) => list[stage]?.inputs ?? []);
    await inputsOf(driven.page, files(wanted));
    return list;
  } finally {
    await driven.stop();
  }
}

/** Those that are files: an answer is none. */
function files(inputs) {
  return inputs.filter((input) => input.includes("."));
}

function machine() {
  const [{ model }] = cpus();
  const memory = `${Math.round(totalmem() / 2 ** 30)} GiB`;
  return { processor: model, cores: cpus().length, memory, system: `${process.platform} ${release()}` };
}

/** Of what is compared: by the lock file's words. */
async function versions() {
  const { devDependencies } = JSON.parse(await readFile(`${ROOT}tests/bench/package.json`, "utf8"));
  const { version } = JSON.parse(await readFile(`${ROOT}pkg/package.json`, "utf8"));
  return { periksa: version, ...devDependencies };
}

function brief(ways) {
  return Object.entries(ways)
    .map(([way, { ms, ratio }]) => `${way} ${ms.toFixed(1)} (${ratio.toFixed(2)})`)
    .join(", ");
}
