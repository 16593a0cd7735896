// What an entry costs a page.

import { execFileSync } from "node:child_process";
import { join } from "node:path";

import { build } from "esbuild";

/** The bytes that `gzip -9` makes of these. Not by Node: its own zlib packs a hundredth worse. */
export function gzipped(bytes) {
  return execFileSync("gzip", ["-9nc"], { input: bytes, maxBuffer: 1 << 24 }).length;
}

/** The bytes, minified, in gzip, of an entry and of all that it imports at once; not of what it loads when that is needed. */
export async function sizeOf(folder, path) {
  const { outputFiles, metafile } = await build({
    entryPoints: [join(folder, path)],
    bundle: true,
    minify: true,
    splitting: true,
    format: "esm",
    // A page that uses the hook has it anyway.
    external: ["react"],
    outdir: join(folder, "sizes"),
    metafile: true,
    write: false,
  });
  const outputs = Object.entries(metafile.outputs);
  const counted = new Set();
  const count = (path) => {
    if (counted.has(path)) return;
    counted.add(path);
    for (const { path: other, kind } of metafile.outputs[path].imports)
      if (kind === "import-statement" && other in metafile.outputs) count(other);
  };
  count(outputs.find(([, { entryPoint }]) => entryPoint?.endsWith(path))[0]);
  const sizes = [...counted].map((path) => {
    const file = outputFiles.find((file) => file.path.endsWith(path.replace(/^.*(?=\/sizes\/)/, "")));
    return gzipped(file.contents);
  });
  return sizes.reduce((sum, size) => sum + size, 0);
}
