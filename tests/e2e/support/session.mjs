// `periksa/session` on a page that is not ours.

/** Starts a session in the page; `seen` gets each snapshot, `events` what `onEvent` hears. */
export async function start(page, settings = {}, modules = {}) {
  await page.evaluate(
    async ([settings, modules]) => {
      const { Session } = await import("/pkg/session.js");
      globalThis.seen = [];
      globalThis.events = [];
      globalThis.settings = {
        document: "ktp",
        vendor: "verihubs",
        onEvent: (e) => events.push(e),
        ...settings,
      };
      if (modules.engine) globalThis.settings.engine = await import(modules.engine);
      globalThis.session = new Session(globalThis.settings);
      session.subscribe(() => seen.push(session.getSnapshot()));
    },
    [settings, modules],
  );
}

/** What there is now, as far as it is plain data. */
export function now(page) {
  return page.evaluate(() => {
    const { phase, report, isChecked, rotation, attempt, error, extraction, file, original } =
      session.getSnapshot();
    return {
      ...{ phase, isChecked, rotation, attempt },
      ok: report?.ok ?? null,
      code: error?.code ?? null,
      nik: extraction?.record.nik.value ?? null,
      hasFile: file !== null,
      isOriginal: file === original,
    };
  });
}

/** The phases seen, without repetitions. */
export function phases(page) {
  return page.evaluate(() =>
    seen.map(({ phase }) => phase).filter((phase, index, all) => phase !== all[index - 1]),
  );
}

/** What tests do with the session of the page that `given` tells, by settings that the sandbox answers. */
export function actions(given) {
  return {
    settings: (scenario) => ({
      endpoint: given().shop.proxy.endpoint,
      retries: 0,
      headers: scenario ? { "Sandbox-Scenario": scenario } : {},
    }),
    pick: (options = {}) =>
      given().page.evaluate((options) => session.pick(kit.picture(options)), {
        seed: given().seed,
        ...options,
      }),
    text: () => given().page.evaluate(() => session.pick(new File(["no picture"], "ktp.jpg"))),
    send: () => given().page.evaluate(() => session.send()),
  };
}
