// What people's own tests do with the package, in the environments of Vitest and Jest: `define(test, expect)`.

import { createServer } from "node:http";
import { check, inspect, OcrClient } from "periksa";
import { PeriksaInput } from "periksa/element";
import { usePeriksa } from "periksa/react";
import { sandbox } from "periksa/sandbox";
import { Session } from "periksa/session";
import { check as checkInWorker, prepare as prepareInWorker } from "periksa/worker";
import { createElement } from "react";
import { createRoot } from "react-dom/client";

import { jpeg } from "./jpeg.mjs";

const KTP = { document: "ktp", vendor: "verihubs" };
const good = () => new File([jpeg()], "ktp.jpg", { type: "image/jpeg" });
const bad = () => new File(["no picture"], "ktp.jpg", { type: "image/jpeg" });
const verdict = ({ phase, isChecked, error }) => [phase, isChecked, error?.code ?? null];

export function define(test, expect) {
  test("the functions", async () => {
    expect((await inspect(good())).format).toBe("jpeg");
    expect((await check(good(), KTP)).ok).toBe(true);
    for (const ask of [check, checkInWorker])
      expect((await ask(bad(), KTP)).problems[0].code).toBe("unsupported_format");
    const { file } = await prepareInWorker(good(), { ...KTP, rotate: 90 });
    expect([file.name, file.type]).toEqual(["ktp.jpg", "image/jpeg"]);
  });

  test("a session", async () => {
    const session = new Session(KTP);
    await session.pick(good());
    expect(verdict(session.getSnapshot())).toEqual(["ready", true, null]);
    await session.pick(bad());
    expect(verdict(session.getSnapshot())).toEqual(["failed", true, "invalid_file"]);
  });

  test("sending, to the sandbox", async () => {
    const server = createServer(sandbox).listen(0, "127.0.0.1");
    await new Promise((resolve) => server.once("listening", resolve));
    const endpoint = `http://127.0.0.1:${server.address().port}/api/ocr`;
    try {
      const client = new OcrClient({ endpoint, vendor: "verihubs" });
      const { record, sandbox } = await client.extract(good(), { document: "ktp" });
      expect([sandbox, record.nik.value.length]).toEqual([true, 16]);
      const stnk = await client.extract(good(), { document: "stnk" });
      expect(stnk.record.ownerName.value).toBeTruthy();
      const session = new Session({ ...KTP, endpoint });
      await session.pick(good());
      await session.send();
      const { phase, extraction } = session.getSnapshot();
      expect([phase, extraction?.record.nik.value]).toEqual(["done", record.nik.value]);
      session.configure({ ...KTP, endpoint, headers: { "Sandbox-Scenario": "KTP_NOT_DETECTED" } });
      await session.pick(new File([jpeg({ seed: 2 })], "ktp.jpg"));
      await session.send();
      expect(session.getSnapshot().error?.code).toBe("document_not_detected");
    } finally {
      server.closeAllConnections();
      server.close();
    }
  });

  if (typeof document === "undefined") {
    test("markup of a server", async () => {
      const { renderToString } = await import("react-dom/server");
      const Field = () => createElement("input", usePeriksa(KTP).inputProps);
      expect(renderToString(createElement(Field))).toContain('accept="image/jpeg,image/png"');
    });
    return;
  }

  test("the hook", async () => {
    let now;
    const Field = () => {
      now = usePeriksa(KTP);
      return createElement("input", now.inputProps);
    };
    const root = createRoot(document.body.appendChild(document.createElement("div")));
    root.render(createElement(Field));
    const until = async (holds) => {
      while (!holds()) await new Promise((resolve) => setTimeout(resolve, 10));
    };
    await until(() => now);
    now.pick(good());
    await until(() => now.phase === "ready");
    expect(verdict(now)).toEqual(["ready", true, null]);
    root.unmount();
  });

  test("the element", async () => {
    document.body.innerHTML =
      '<form><periksa-input kind="ktp" vendor="verihubs" required></periksa-input></form>';
    const field = document.querySelector("periksa-input");
    expect(field).toBeInstanceOf(PeriksaInput);
    await field.updateComplete;
    expect(field.checkValidity()).toBe(false);
    await field.pick(good());
    expect([...verdict(field.snapshot), field.checkValidity(), field.file.name]).toEqual([
      ...["ready", true, null, true, "ktp.jpg"],
    ]);
    await field.pick(bad());
    expect([...verdict(field.snapshot), field.checkValidity()]).toEqual([
      ...["failed", true, "invalid_file", false],
    ]);
  });
}
