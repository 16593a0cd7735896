// Where there is no DOM, on a server, what Lit touches at import has stand-ins. .ci/build puts them in its place.

export const HTMLElement: typeof globalThis.HTMLElement =
  globalThis.HTMLElement ?? (class {} as typeof globalThis.HTMLElement);
export const document: Pick<Document, "createTreeWalker"> = globalThis.document ?? { createTreeWalker() {} };
