// What the system says of the processes of Chromium's pages, on Linux.

import { readFile, writeFile } from "node:fs/promises";

/** Process ids of the browser's pages. */
export async function renderersOf(browser) {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send("SystemInfo.getProcessInfo");
  await session.detach();
  return processInfo.filter(({ type }) => type === "renderer").map(({ id }) => id);
}

/** Bytes by this name in what the system says of the processes: `VmRSS` now, `VmHWM` at most. */
export async function memoryOf(ids, name) {
  let bytes = 0;
  for (const id of ids) {
    // One that has ended has none.
    const status = await readFile(`/proc/${id}/status`, "utf8").catch(() => "");
    bytes += Number(new RegExp(`^${name}:\\s+(\\d+) kB`, "m").exec(status)?.[1] ?? 0) * 1024;
  }
  return bytes;
}

/** Forgets the most (proc(5)). */
export async function forgetPeak(ids) {
  for (const id of ids) await writeFile(`/proc/${id}/clear_refs`, "5").catch(() => {});
}

/** Has the page let go of what nobody holds. */
export async function collectGarbage(page) {
  const session = await page.context().newCDPSession(page);
  await session.send("HeapProfiler.collectGarbage");
  await session.detach();
}
