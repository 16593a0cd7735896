// PDFs of empty pages (ISO 32000-1), with a password where wanted.

import { join } from "./random.mjs";

/**
 * @param {{ pages?: number, protection?: keyof typeof PROTECTIONS, note?: string }} options
 *   `note` goes into a comment, so that each note is another file.
 */
export function pdf({ pages = 1, protection, note = "" } = {}) {
  const kids = Array.from({ length: pages }, (_, index) => `${index + 3} 0 R`).join(" ");
  const objects = [
    "<< /Type /Catalog /Pages 2 0 R >>",
    `<< /Type /Pages /Kids [ ${kids} ] /Count ${pages} >>`,
    ...Array.from({ length: pages }, () => "<< /Type /Page /Parent 2 0 R /MediaBox [ 0 0 595 842 ] >>"),
  ];
  let text = `%PDF-1.7\n%${note}\n`;
  const offsets = objects.map((object, index) => {
    const offset = text.length;
    text += `${index + 1} 0 obj\n${object}\nendobj\n`;
    return offset;
  });
  const table = offsets.map((offset) => `${String(offset).padStart(10, "0")} 00000 n \n`).join("");
  const encrypt = protection ? ` ${PROTECTIONS[protection]}` : "";
  const start = text.length;
  text += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${table}`;
  text += `trailer\n<< /Size ${objects.length + 1} /Root 1 0 R${encrypt} >>\nstartxref\n${start}\n%%EOF\n`;
  return join(text);
}

/** What qpdf 11.3 wrote when encrypting an empty page: with the user password `rahasia`, and without one. */
const PROTECTIONS = {
  password: standard(
    "22c6b0af4ed8d1fc47db949e476fabd8064c4df030f0ec0e1b429da253c40cbe",
    "45c61ede52d92246e947c1213fd911290122456a91bae5134273a6db134c87c4",
  ),
  permissionsOnly: standard(
    "7818969073c43a959c958486cd1febb4282c1bb91a99daa01a4e828c5fa9e5eb",
    "f57696c2548a76c15d537d116c07eb6e0122456a91bae5134273a6db134c87c4",
  ),
};

function standard(owner, user) {
  const id = "54dc6fe62ba62ba8eec7e346ccc542bb";
  const encrypt = `<< /Filter /Standard /P -4 /V 2 /R 3 /Length 128 /O <${owner}> /U <${user}> >>`;
  return `/Encrypt ${encrypt} /ID [<${id}><00>]`;
}
