// Writes `truth.json` anew: what other tools make of the files, which tests/other_tools.rs and
// tests/pdf/other_tools.rs hold ours against.
// Needs file, exiftool, pdfinfo, and a Python with Pillow and pillow-heif: `node tests/corpus/truth.mjs PYTHON`.

import { spawnSync } from "node:child_process";
import { readdirSync, statSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const FOLDER = fileURLToPath(new URL(".", import.meta.url));
const [python = "python3"] = process.argv.slice(2);

/** Sizes are told before a turn by EXIF; `decode` or `open` says what went wrong. */
const PILLOW = `
import json, sys
import pillow_heif
from PIL import Image
pillow_heif.register_heif_opener()
told = {}
def said(error):
    return "error: " + type(error).__name__ + (": truncated" if "truncated" in str(error) else "")
for name in sys.argv[1:]:
    told[name] = one = {}
    try:
        image = Image.open(name)
    except Exception as error:
        one["open"] = said(error)
        continue
    one.update(format=image.format, width=image.width, height=image.height)
    try:
        turn = image.getexif().get(274)
        if turn is not None:
            one["exif_orientation"] = turn
        image.load()
        one["decode"] = "ok"
    except Exception as error:
        one["decode"] = said(error)
print(json.dumps(told))
`;

function run(command, ...options) {
  const result = spawnSync(command, options, { cwd: FOLDER, encoding: "utf8" });
  if (result.error) throw result.error;
  return result;
}

const names = readdirSync(`${FOLDER}files`, { recursive: true })
  .map((name) => `files/${name}`)
  .filter((name) => statSync(FOLDER + name).isFile())
  .sort();
const pillow = JSON.parse(run(python, "-c", PILLOW, ...names).stdout);
const entries = names.map((name) => {
  const [{ FileType }] = JSON.parse(run("exiftool", "-j", "-FileType", name).stdout || "[{}]");
  const mime = run("file", "--brief", "--mime-type", name).stdout.trim();
  return [
    name,
    {
      file_mime: mime,
      exiftool: FileType ? { FileType } : {},
      pillow: pillow[name],
      ...(mime === "application/pdf" || name.endsWith(".pdf") ? { pdf: pdf(name) } : {}),
    },
  ];
});
writeFileSync(`${FOLDER}truth.json`, `${JSON.stringify(Object.fromEntries(entries), null, 2)}\n`);

/** By poppler. */
function pdf(name) {
  const { status, stdout, stderr } = run("pdfinfo", name);
  const said = (key) => stdout.match(new RegExp(`^${key}: *(.*)$`, "m"))?.[1];
  if (status !== 0) return { pdfinfo_rc: status, pdfinfo_err: stderr.trim().split("\n").at(-1) };
  return { pages: Number(said("Pages")), encrypted: said("Encrypted"), pdfinfo_rc: 0 };
}
