import { byId, element } from "./dom.js";
import { text } from "./language.js";
import { CHECKS, sliderOf } from "./meters.js";
import { keep, recall } from "./storage.js";

/** @typedef {import("/pkg/index.js").Policy} Policy */

/** Findings that a policy decides about. */
const FINDINGS = [
  ...CHECKS,
  ...["card_not_found", "card_too_small", "card_cut_off", "sideways", "quality_unknown"],
];
const MODES = ["", "off", "shadow", "warn", "block"];
const STORED = "periksa.policy";

const relaxAfter = byId("relax-after");

/** What was changed, and nothing else: the rest is as the package has it. */
let policy = empty();

/** Makes the form. `onMove` is called while a threshold is moved, `onSettled` once the policy stays. */
export function startPolicy({ onMove, onSettled }) {
  policy = { ...empty(), ...recall("sessionStorage", STORED) };
  byId("rules").replaceChildren(...FINDINGS.map(ruleRow));
  translatePolicy();
  const settle = () => {
    keep("sessionStorage", STORED, policy);
    onSettled();
  };
  for (const check of CHECKS) {
    const slider = sliderOf(check);
    slider.addEventListener("input", () => {
      policy.thresholds[check] = slider.valueAsNumber;
      showJson();
      onMove();
    });
    slider.addEventListener("change", settle);
  }
  byId("policy").addEventListener("change", ({ target }) => {
    if (target === relaxAfter) setRelaxAfter();
    else setRule(target.dataset.rule, target.value);
    showJson();
    settle();
  });
  byId("reset").addEventListener("click", () => {
    policy = empty();
    showPolicy();
    settle();
  });
  byId("copy").addEventListener("click", copy);
}

/** The policy as the package takes it; `undefined` where nothing was changed. @returns {Policy | undefined} */
export function currentPolicy() {
  const { rules, thresholds, relaxAfter } = policy;
  const parts = Object.entries({ rules, thresholds }).filter(([, part]) => Object.keys(part).length > 0);
  const given = { ...Object.fromEntries(parts), ...(relaxAfter === undefined ? {} : { relaxAfter }) };
  return Object.keys(given).length > 0 ? structuredClone(given) : undefined;
}

/** A threshold that was set here. @returns {number | undefined} */
export function ownThreshold(/** @type {string} */ check) {
  return policy.thresholds[check];
}

/** Puts the names into the language of the page. */
export function translatePolicy() {
  for (const select of selects()) {
    select.previousElementSibling.textContent = text(`rule.${select.dataset.rule}`);
    select.replaceChildren(
      ...MODES.map((value) => element("option", { value }, text(`mode.${value || "usual"}`))),
    );
  }
  showPolicy();
}

function ruleRow(rule) {
  const select = element("select", { id: `rule-${rule}`, "data-rule": rule, autocomplete: "off" });
  return element("label", { class: "rule", for: select.id }, element("span"), select);
}

function selects() {
  return byId("rules").querySelectorAll("select");
}

function setRule(rule, mode) {
  if (mode) policy.rules[rule] = mode;
  else delete policy.rules[rule];
}

/** A number that is none is left out, as an empty field is. */
function setRelaxAfter() {
  const { valueAsNumber, validity } = relaxAfter;
  if (Number.isNaN(valueAsNumber) || !validity.valid) delete policy.relaxAfter;
  else policy.relaxAfter = valueAsNumber;
}

/** Brings the form in line with the policy. Sliders that were not moved stand at the usual, until a report says where. */
function showPolicy() {
  for (const select of selects()) select.value = policy.rules[select.dataset.rule] ?? "";
  for (const check of CHECKS) {
    const slider = sliderOf(check);
    slider.value = policy.thresholds[check] ?? slider.defaultValue;
  }
  relaxAfter.value = policy.relaxAfter ?? "";
  showJson();
}

function showJson() {
  const json = byId("json");
  json.value = JSON.stringify(currentPolicy() ?? {}, null, 2);
  json.rows = json.value.split("\n").length;
  byId("copied").textContent = "";
}

async function copy() {
  const json = byId("json");
  try {
    await navigator.clipboard.writeText(json.value);
    byId("copied").textContent = text("policy.copied");
  } catch {
    // Without the permission, or outside a secure context: ready for the person's own copy.
    json.select();
    byId("copied").textContent = text("policy.selected");
  }
}

function empty() {
  return { rules: {}, thresholds: {} };
}
