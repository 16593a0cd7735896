// The reports of files, made by the built package; in pages and in Node.

/** What each file is checked for: together they have every rule. */
export const ROUTES = [
  { document: "ktp", vendor: "verihubs" },
  { document: "kitas", vendor: "verihubs" },
  { document: "bpkb", vendor: "glair" },
];

/**
 * For each file its reports as JSON, one a line.
 * @param {typeof import("../../../pkg-templates/index.js")} periksa
 * @param {{ name: string, type: string }[]} files
 * @param {(index: number) => Promise<BufferSource>} read
 */
export async function reports({ check }, files, read) {
  const all = [];
  for (const [index, { name, type }] of files.entries()) {
    const file = new File([await read(index)], name, { type });
    const lines = [];
    for (const [index, route] of ROUTES.entries()) {
      // Pixels are the same for every route.
      const options = { ...route, ...(index === 0 ? { validateQuality: true } : { checkQuality: false }) };
      lines.push(JSON.stringify(await check(file, options)));
    }
    all.push(lines.join("\n"));
  }
  return all;
}
