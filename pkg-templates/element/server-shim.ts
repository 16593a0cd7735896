// Stand-ins for the globals that Lit reads at import, for servers, which have no DOM. .ci/build injects them.

export const HTMLElement: typeof globalThis.HTMLElement =
  globalThis.HTMLElement ?? (class {} as typeof globalThis.HTMLElement);
export const document: Pick<Document, "createTreeWalker"> = globalThis.document ?? { createTreeWalker() {} };
