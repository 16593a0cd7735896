// Where screenshots go; not kept.

import { ROOT } from "./root.mjs";

/** Of the element as it looks. */
export const OUTPUT = `${ROOT}tests/e2e/output/element`;

/** Of the demo page. */
export const PAGE_OUTPUT = `${ROOT}tests/e2e/output/page`;
