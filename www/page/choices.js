import { byId, element } from "./dom.js";
import { text } from "./language.js";
import { keep, recall } from "./storage.js";

/** Which documents each vendor reads. */
const DOCUMENTS = {
  verihubs: ["ktp", "kitas", "stnk", "bpkb_ik", "bpkb_ip"],
  glair: ["ktp", "kitas", "stnk", "bpkb"],
};

/** Answers the sandbox gives when asked; the empty one is a success. It refuses those that are not the vendor's. */
const SCENARIOS = {
  any: ["", "slow", "cut", "not_json", "429", "502"],
  verihubsKtp: ["KTP_NOT_DETECTED", "FAIL_ON_1", "INSUFFICIENT_QUOTA", "UNAUTHORIZED"],
  verihubsOther: ["OCR_200004", "OCR_40001", "OCR_40004", "OCR_50000", "UNAUTHORIZED"],
  glair: ["INVALID_FIELDS", "NO_FILE", "FILE_INVALID_FORMAT", "UNAUTHORIZED"],
};

const STORED = "periksa.choices";

const vendor = byId("vendor");
const documentSelect = byId("document");
const scenario = byId("scenario");
const [validateQuality, table, crop] = ["validate-quality", "table", "crop"].map(byId);

/** Fills the form and tells of changes. */
export function startChoices(/** @type {() => void} */ onChange) {
  // Phones short of memory close the tab while the camera is open: the choices outlive that.
  const stored = recall("sessionStorage", STORED) ?? {};
  fill(vendor, Object.keys(DOCUMENTS), (name) => text(`vendor.${name}`), stored.vendor);
  fitToVendor(stored);
  validateQuality.checked = stored.validateQuality ?? false;
  table.checked = stored.table ?? true;
  crop.checked = stored.crop ?? false;
  byId("choices").addEventListener("change", () => {
    fitToVendor();
    keep("sessionStorage", STORED, {
      vendor: vendor.value,
      document: documentSelect.value,
      scenario: scenario.value,
      validateQuality: validateQuality.checked,
      table: table.checked,
      crop: crop.checked,
    });
    onChange();
  });
}

/** What is chosen. Options that do not fit the document are off. */
export function currentChoices() {
  return {
    vendor: vendor.value,
    document: documentSelect.value,
    scenario: scenario.value,
    validateQuality: offersQuality() && validateQuality.checked,
    table: offersTable() && table.checked,
    crop: crop.checked,
  };
}

/** What decides how a file is judged, as options of `check`. */
export function checkOptions() {
  const { vendor, document, validateQuality } = currentChoices();
  // Only of a document that has it is it an option.
  return { vendor, document, validateQuality: validateQuality || undefined };
}

/** Puts the names into the language of the page. */
export function translateChoices() {
  fitToVendor();
}

/** Choices can't change under a running send. */
export function lockChoices(locked) {
  byId("choices").disabled = locked;
}

/** Offers what the vendor reads, and the options and scenarios the document has. */
function fitToVendor(wanted = {}) {
  fill(documentSelect, DOCUMENTS[vendor.value], (name) => text(`document.${name}`), wanted.document);
  fill(scenario, [...SCENARIOS.any, ...SCENARIOS[family()]], scenarioName, wanted.scenario);
  validateQuality.parentElement.hidden = !offersQuality();
  table.parentElement.hidden = !offersTable();
}

function offersQuality() {
  return documentSelect.value === "ktp";
}

function offersTable() {
  return vendor.value === "glair" && documentSelect.value === "stnk";
}

/** Documents that share their errors. */
function family() {
  if (vendor.value === "glair") return "glair";
  return documentSelect.value === "ktp" ? "verihubsKtp" : "verihubsOther";
}

function scenarioName(name) {
  return name ? text(`scenario.${name}`) : text("scenario.none");
}

/** Fills a select and keeps what is selected where it is still there. */
function fill(select, values, nameOf, wanted = select.value) {
  select.replaceChildren(...values.map((value) => element("option", { value }, nameOf(value))));
  select.value = values.includes(wanted) ? wanted : values[0];
}
