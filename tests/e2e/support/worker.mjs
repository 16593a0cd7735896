// `periksa/worker` on a page that is not ours.

/** A page of the shop with the ordinary entry in `kit.periksa` and this one in `distant`. */
export async function openWithWorker(shop) {
  const page = await shop.page();
  await page.evaluate(async () => {
    globalThis.distant = await import("/pkg/worker.js");
  });
  return page;
}

/** Settings of a client in the worker: `settings(more)`, and `playing(scenario)` of the sandbox. */
export function workerSettings(given) {
  const settings = (more) => ({ endpoint: given().proxy.endpoint, vendor: "verihubs", ...more });
  const playing = (scenario) => settings({ headers: { "Sandbox-Scenario": scenario } });
  return { settings, playing };
}

/** Answers with the bytes of a wasm. */
export function serving(body) {
  return (_, response) => response.writeHead(200, { "Content-Type": "application/wasm" }).end(body);
}
