// Takes up a call that has no final answer: an earlier one of this page, or of this tab before it was loaded anew.

import type { Extraction, ResumeOptions } from "../common/types.js";
import { init } from "../engine/instance.js";
import type { Requests } from "./requests.js";
import { readHeaders } from "./settings.js";
import { memberOf, supervise } from "./supervise.js";
import type { Unsettled } from "./unsettled.js";

/** Does what `OcrClient.resume` promises, for a call that was found. */
export function resumeWith(
  requests: Requests,
  call: Unsettled,
  { signal, headers, onProgress, today }: ResumeOptions,
): Promise<Extraction> {
  return supervise(requests.settings, signal, async (left, onSend) => {
    // It was sent before: leaving says nothing about its cost.
    onSend();
    await init();
    const own = readHeaders(headers ?? {});
    return requests.resume(call, { headers: own, today }, left, memberOf(onProgress, 0));
  });
}
