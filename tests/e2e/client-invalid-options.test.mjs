// A wrong call is always `invalid_options`, said to the developer, and nothing is sent.

import { deepEqual, equal, match, ok } from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { openShop } from "./support/shop.mjs";

const TIMEOUT = { timeout: 60_000 };

/** Source texts of calls, in which `file` is a good picture and `client` a good client, and what the message names. */
const CALLS = {
  settings: [
    ["new OcrClient()", "endpoint"],
    ["new OcrClient(null)", "endpoint"],
    ["new OcrClient({ vendor: 'verihubs' })", "endpoint"],
    ["new OcrClient({ ...good, endpoint: '/api/ocr?x=1' })", "endpoint"],
    ["new OcrClient({ ...good, vendor: 'Verihubs' })", "vendor"],
    ["new OcrClient({ ...good, vendor: undefined })", "vendor"],
    ["new OcrClient({ ...good, timeoutMs: 0 })", "timeoutMs"],
    ["new OcrClient({ ...good, timeoutMs: 'soon' })", "timeoutMs"],
    ["new OcrClient({ ...good, timeoutMs: Infinity })", "timeoutMs"],
    ["new OcrClient({ ...good, upload: 'json' })", "upload"],
    ["new OcrClient({ ...good, credentials: true })", "credentials"],
    ["new OcrClient({ ...good, retries: -1 })", "retries"],
    ["new OcrClient({ ...good, retries: 1.5 })", "retries"],
    ["new OcrClient({ ...good, onEvent: 'log' })", "onEvent"],
    ["new OcrClient({ ...good, headers: null })", "headers"],
    ["new OcrClient({ ...good, headers: new Map([['Authorization', 'Bearer x']]) })", "headers"],
    ["new OcrClient({ ...good, headers: [['Authorization', 'Bearer x']] })", "headers"],
  ],
  extract: [
    ["client.extract(file)", "document"],
    ["client.extract(file, null)", "document"],
    ["client.extract(file, { document: 'KTP' })", "document"],
    ["client.extract(file, { document: 'passport' })", "document"],
    ["client.extract(file, { document: 'bpkb' })", "verihubs reads"],
    ["client.extract(file, { document: 'ktp', validateQuality: 'yes' })", "validateQuality"],
    ["client.extract(file, { document: 'stnk', validateQuality: true })", "validateQuality"],
    ["client.extract(file, { document: 'stnk', table: true })", "table"],
    ["client.extract(file, { document: 'ktp', page: 1 })", "page"],
    ["client.extract(file, { document: 'ktp', signal: {} })", "signal"],
    [
      "client.extract(file, { document: 'ktp', headers: new Map([['Authorization', 'Bearer x']]) })",
      "headers",
    ],
    ["client.extract(file, { document: 'ktp', headers: { 'x-a': 1 } })", "headers"],
    ["client.extract(file, { document: 'ktp', onProgress: 'log' })", "onProgress"],
    ["client.extract(file, { document: 'ktp', check: false, page: 9 })", "page"],
    ["client.extract(file, 'ktp')", "options must be an object"],
    ["client.extract(file, { document: 'ktp', prepare: true })", "prepare"],
    ["client.extract(file, { document: 'ktp', quality: false })", "quality is not known here"],
    ["client.extract(file, { document: 'ktp', check: false, prepare: false, onUpload() {} })", "onUpload"],
    ["client.extract(file, { document: 'ktp', policy: { rules: { blurr: 'warn' } } })", "policy.rules.blurr"],
    ["client.extract(file, { document: 'ktp', checkQuality: 'no' })", "checkQuality must be a boolean"],
    ["client.extract(file, { document: 'ktp', attempt: -1 })", "attempt must be a whole number, 0 or more"],
    ["glair.extract(file, { document: 'bpkb', page: 5 })", "page"],
    ["glair.extract(file, { document: 'bpkb', page: '1' })", "page"],
    ["glair.extract(file, { document: 'bpkb_ik' })", "glair reads"],
    ["glair.extract(file, { document: 'stnk', table: 'yes' })", "table"],
    ["client.extract('ktp.jpg', { document: 'ktp' })", "File"],
    ["client.extract(undefined, { document: 'ktp' })", "File"],
    [
      "client.extract(new WebAssembly.Memory({ initial: 1, maximum: 1, shared: true }).buffer, { document: 'ktp' })",
      "File",
    ],
    ["client.extract({ url: 'ftp://files.example/a.jpg' }, { document: 'ktp' })", "https"],
    ["new OcrClient({ ...good, headers: { 'bad name': 'x' } }).extract(file, { document: 'ktp' })", "header"],
    [
      "new OcrClient({ ...good, headers: { 'x-a': 'x\\ny' } }).extract(file, { document: 'ktp', onProgress() {} })",
      "header",
    ],
    ["new OcrClient({ ...good, endpoint: 'http://[' }).extract(file, { document: 'ktp' })", "endpoint"],
  ],
  functions: [
    ["periksa.requirements()", "document"],
    ["periksa.requirements('ktp', 'nobody')", "vendor"],
    ["periksa.requirements('bpkb', 'verihubs')", "verihubs reads"],
    ["periksa.inspect('ktp.jpg')", "File"],
    ["periksa.inspect()", "File"],
    ["periksa.check(file)", "document"],
    ["periksa.check(file, { document: 'ktp' })", "vendor"],
    ["periksa.check(null, { document: 'ktp', vendor: 'verihubs' })", "File"],
    ["periksa.check(file, { document: 'ktp', vendor: 'verihubs', validateQuality: 1 })", "validateQuality"],
    ["periksa.check(file, { document: 'ktp', vendor: 'verihubs', policy: { blur: 'warn' } })", "policy.blur"],
    ["periksa.check(file, { document: 'ktp', vendor: 'verihubs', signal: {} })", "signal"],
    ["periksa.inspect(file, { signal: {} })", "signal"],
    ["periksa.prepare('ktp.jpg', { document: 'ktp', vendor: 'verihubs' })", "File"],
    ["periksa.prepare(file)", "document"],
    ["periksa.prepare(file, { document: 'ktp', vendor: 'verihubs', when: 'auto' })", "when"],
    ["periksa.prepare(file, { document: 'ktp', vendor: 'verihubs', rotate: 45 })", "rotate"],
    ["periksa.prepare(file, { document: 'ktp', vendor: 'verihubs', maxBytes: '1 MB' })", "maxBytes"],
    ["periksa.prepare(file, { document: 'ktp', vendor: 'verihubs', check: 1 })", "check must be a boolean"],
    ["periksa.prepare(file, { document: 'ktp', vendor: 'verihubs', onEvent: 'log' })", "onEvent"],
    ["periksa.toBase64([8])", "File"],
    [
      "periksa.toBase64(new Uint8Array(new WebAssembly.Memory({ initial: 1, maximum: 1, shared: true }).buffer))",
      "File",
    ],
    ["periksa.toDataUrl({})", "File"],
    ["periksa.encodeRequest(file, null)", "document"],
    ["periksa.encodeRequest(file, { document: 'ktp', vendor: 'verihubs', upload: 'form' })", "upload"],
    ["periksa.normalize('{}')", "document"],
    ["periksa.normalize('{}', null)", "document"],
    ["periksa.normalize('{}', { document: 'bpkb', vendor: 'verihubs' })", "verihubs reads"],
    ["periksa.normalize({ self: 1n }, { document: 'ktp', vendor: 'verihubs' })", "response"],
    ["periksa.normalize('{}', { document: 'ktp', vendor: 'verihubs', status: '200' })", "status"],
    ["periksa.normalize('{}', { document: 'ktp', vendor: 'verihubs', requestId: 7 })", "requestId"],
    [
      "periksa.normalize('{}', { document: 'ktp', vendor: 'verihubs', state: 200 })",
      "state is not known here",
    ],
    ["periksa.normalizeSync('{}', { document: 'ktp' })", "vendor"],
    ["periksa.requirementsSync('bpkb', 'verihubs')", "verihubs reads"],
    ["periksa.parseNikSync(3201015703940007)", "NIK"],
  ],
};

describe("a wrong call", () => {
  let shop;
  let page;
  before(async () => {
    shop = await openShop();
    page = await shop.page();
    await page.evaluate(() => kit.init());
  });
  after(() => shop.close());

  test("functions without a promise ask for init() first", TIMEOUT, async () => {
    const page = await shop.page();
    const early = await page.evaluate(async () => {
      const { normalizeSync, parseNikSync, requirementsSync } = kit.periksa;
      const calls = [
        () => requirementsSync("ktp", "verihubs"),
        () => normalizeSync("{}", { document: "ktp", vendor: "verihubs" }),
        () => parseNikSync("3201015703940007"),
      ];
      return Promise.all(calls.map(kit.outcome));
    });
    for (const { error } of early) {
      equal(error.code, "invalid_options");
      match(error.message, /await init\(\)/);
    }
    deepEqual(page.complaints, []);
  });

  for (const [group, calls] of Object.entries(CALLS)) {
    for (const [source, named] of calls) {
      test(`${group}: ${source}`, TIMEOUT, async () => {
        page.posts.length = 0;
        const { value, error } = await page.evaluate(
          ([source, endpoint]) => {
            const good = { endpoint, vendor: "verihubs" };
            const { periksa } = kit;
            const names = {
              periksa,
              good,
              OcrClient: periksa.OcrClient,
              client: new periksa.OcrClient(good),
              glair: new periksa.OcrClient({ ...good, vendor: "glair" }),
              file: kit.picture(),
            };
            const call = new Function(...Object.keys(names), `return ${source}`);
            return kit.outcome(() => call(...Object.values(names)));
          },
          [source, shop.proxy.endpoint],
        );
        equal(value, undefined);
        ok(error.isOcrError, error.message);
        deepEqual(
          [error.code, error.action, error.retryable, error.billed],
          ["invalid_options", "fix_integration", false, "no"],
        );
        match(error.messages.id, /^Pemanggilan keliru/);
        ok(error.messages.en.includes(named) && error.messages.id.includes(named), error.message);
        equal(page.posts.length, 0);
      });
    }
  }

  test("nothing was thrown beside the calls", () => deepEqual(page.complaints, []));
});
