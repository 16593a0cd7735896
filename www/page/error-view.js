import { element, terms } from "./dom.js";
import { messageOf, text } from "./language.js";

/** What went wrong, whose turn it is, and what support needs to know. The element has the button to try again. */
export function errorView(/** @type {import("/pkg/index.js").OcrError} */ error) {
  const { action, billed, code, requestId, retryAfterMs, retryable, status, vendorCode, vendorMessage } =
    error;
  const wait = retryAfterMs ? text("error.wait", { seconds: Math.ceil(retryAfterMs / 1_000) }) : null;
  return [
    element("p", { class: "message" }, messageOf(error.messages)),
    element(
      "p",
      { class: "action" },
      element("strong", {}, text("error.action")),
      ` ${text(`action.${action}`)}`,
    ),
    wait && element("p", {}, wait),
    element(
      "dl",
      { class: "facts" },
      ...terms([
        [text("error.code"), code, { "data-fact": "code" }],
        [text("error.billed"), text(`billed.${billed}`), { "data-fact": "billed" }],
        [text("error.retryable"), text(retryable ? "yes" : "no"), { "data-fact": "retryable" }],
        [text("error.requestId"), requestId, { "data-fact": "requestId" }],
        [text("error.status"), status, { "data-fact": "status" }],
        [text("error.vendorCode"), vendorCode, { "data-fact": "vendorCode" }],
        [text("error.vendorMessage"), vendorMessage, { "data-fact": "vendorMessage" }],
      ]),
    ),
  ].filter((part) => part !== null);
}
