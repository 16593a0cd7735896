import { element, terms } from "./dom.js";
import { problemView } from "./file-view.js";
import { messageOf, text } from "./language.js";

/**
 * What went wrong, whose turn it is, and what support needs to know.
 * @param {import("/pkg/index.js").OcrError} error
 * @param {() => void} onRetry
 */
export function errorView(error, onRetry) {
  const {
    action,
    billed,
    code,
    problems,
    requestId,
    retryAfterMs,
    retryable,
    status,
    vendorCode,
    vendorMessage,
  } = error;
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
    problems?.length ? element("ul", { class: "problems" }, ...problems.map(problemView)) : null,
    retryable ? element("button", { id: "retry", type: "button", click: onRetry }, text("retry")) : null,
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
