// Where there is no DOM, on a server, what Lit touches at import has stand-ins. .ci/build puts them in its place.

export const HTMLElement = globalThis.HTMLElement ?? class {};
export const document = globalThis.document ?? { createTreeWalker() {} };
