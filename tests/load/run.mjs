// The proxy beside nginx's `proxy_pass`, in front of the same upstream: `npm run proxy:load`. Each has a core of its own, the
// upstream and the load another one, which they share. www/server/README.md says what was measured.
import { spawn } from "node:child_process";
import { createHmac, randomBytes } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import { photograph } from "./picture.mjs";

const { values: options } = parseArgs({
  options: {
    rounds: { type: "string", default: "5" },
    seconds: { type: "string", default: "8" },
    only: { type: "string", multiple: true },
  },
});
const rounds = Number(options.rounds);
const seconds = Number(options.seconds);
const CONNECTIONS = 32;
const [PROXY_CORE, OTHER_CORE] = ["0", "1"];
const NGINX = "/usr/sbin/nginx";
const PROXY = process.env.PROXY ?? new URL("../../target/server/periksa-proxy", import.meta.url).pathname;
/** `/proc` counts a hundredth of a second. */
const TICK = 10;

const folder = mkdtempSync(join(tmpdir(), "periksa-load-"));
const children = [];

/** A process on one core, once it answers on `port`. */
async function start(core, command, args, port, env = {}) {
  const child = spawn("taskset", ["-c", core, command, ...args], {
    env: { PATH: process.env.PATH, ...env },
    stdio: "ignore",
  });
  children.push(child);
  for (let tries = 0; ; tries++) {
    if (child.exitCode !== null || tries > 200) throw new Error(`${command} did not start`);
    try {
      await fetch(`http://127.0.0.1:${port}/healthz`);
      return child;
    } catch {
      await sleep(50);
    }
  }
}

async function stop(child) {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, "exit");
  child.kill("SIGKILL");
  await ended;
}

async function freePort() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  server.close();
  return port;
}

/** One nginx process: `master_process off` makes it countable. */
function nginx(core, port, name, locations) {
  const file = join(folder, `${name}.conf`);
  const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map(
    (kind) => `${kind}_temp_path ${folder};`,
  );
  writeFileSync(
    file,
    `load_module /usr/lib/nginx/modules/ngx_http_echo_module.so;
daemon off; master_process off; worker_processes 1; pid ${folder}/${name}.pid; error_log /dev/null;
events { worker_connections 1024; }
http {
  access_log off; keepalive_requests 100000000; keepalive_timeout 600s;
  client_max_body_size 16m; client_body_buffer_size 2m; ${temporary.join(" ")}
  ${locations(port)}
}`,
  );
  return start(core, NGINX, ["-c", file, "-p", folder, "-e", "/dev/null"], port);
}

/** What a process used so far: CPU in milliseconds, memory now and at most in MB. */
function used(child) {
  const fields = readFileSync(`/proc/${child.pid}/stat`, "utf8").split(") ")[1].split(" ");
  const status = readFileSync(`/proc/${child.pid}/status`, "utf8");
  const megabytes = (name) => Number(status.match(`${name}:\\s+(\\d+)`)[1]) / 1024;
  return {
    cpu: (Number(fields[11]) + Number(fields[12])) * TICK,
    now: megabytes("VmRSS"),
    most: megabytes("VmHWM"),
  };
}

function load(port, name, time) {
  const url = `http://127.0.0.1:${port}`;
  const args = [
    "-c",
    OTHER_CORE,
    "wrk",
    "-t",
    "1",
    "-c",
    String(CONNECTIONS),
    "-d",
    `${time}s`,
    "--timeout",
    "30s",
  ];
  const wrk = spawn("taskset", [
    ...args,
    "-s",
    new URL("calls.lua", import.meta.url).pathname,
    url,
    "--",
    folder,
    name,
  ]);
  children.push(wrk);
  let text = "";
  wrk.stdout.on("data", (data) => {
    text += data;
  });
  return once(wrk, "exit").then(() => {
    const line = text.split("\n").findLast((line) => line.startsWith("{"));
    if (!line) throw new Error(`wrk said ${text}`);
    const result = JSON.parse(line);
    if (result.failed > 0) throw new Error(`${result.failed} of ${result.calls} calls of ${name} failed`);
    return result;
  });
}

const picture = photograph();
const ticketKey = randomBytes(32);
let made = 0;
function tickets(count) {
  const part = (json) => Buffer.from(JSON.stringify(json)).toString("base64url");
  const head = part({ alg: "HS256", typ: "JWT" });
  const exp = Math.floor(Date.now() / 1000) + 880;
  return Array.from({ length: count }, () => {
    const number = made++;
    const claims = {
      aud: "periksa-proxy",
      exp,
      jti: `t-${number}`,
      sid: `s-${number}`,
      routes: ["glair/stnk"],
      calls: 1,
    };
    const message = `${head}.${part(claims)}`;
    return `${message}.${createHmac("sha256", ticketKey).update(message).digest("base64url")}`;
  }).join("\n");
}

/** The request: the picture in a form. */
function prepare(port) {
  const form = Buffer.concat([
    Buffer.from(
      '--b\r\nContent-Disposition: form-data; name="image"; filename="a.jpg"\r\nContent-Type: image/jpeg\r\n\r\n',
    ),
    picture,
    Buffer.from("\r\n--b--\r\n"),
  ]);
  writeFileSync(join(folder, "body"), form);
  const head = [
    "POST /api/ocr/glair/stnk HTTP/1.1",
    `Host: localhost:${port}`,
    "Content-Type: multipart/form-data; boundary=b",
    `Content-Length: ${form.length}`,
  ];
  writeFileSync(join(folder, "head"), `${head.join("\r\n")}\r\n`);
}

const upstreamPort = await freePort();
/** Reads a call whole, and answers with a record of 1.5 kB. */
const answer = JSON.stringify({ status: "success", read: "x".repeat(1450) });
await nginx(
  OTHER_CORE,
  upstreamPort,
  "upstream",
  (port) => `server { listen 127.0.0.1:${port} backlog=1024;
  location / { default_type application/json; echo_read_request_body; echo '${answer}'; } }`,
);

const proxy = (port, more = [], env = {}) =>
  start(PROXY_CORE, PROXY, ["--port", String(port), "--rate", "0", "--address-share", "100", ...more], port, {
    GLAIR_USERNAME: "u",
    GLAIR_PASSWORD: "p",
    GLAIR_API_KEY: "k",
    GLAIR_BASE_URL: `http://127.0.0.1:${upstreamPort}`,
    TICKET_KEY: ticketKey.toString("base64"),
    ...env,
  });
const policy = join(folder, "policy.json");
writeFileSync(policy, "{}");
let files = 0;
const sqlite = () => ({
  STORE: join(folder, `calls-${files++}.sqlite`),
  STORE_SECRET: randomBytes(32).toString("base64"),
});
const sides = {
  nginx: (port) =>
    nginx(
      PROXY_CORE,
      port,
      "nginx",
      () => `upstream vendor { server 127.0.0.1:${upstreamPort}; keepalive 64; keepalive_requests 100000000; }
  server { listen 127.0.0.1:${port} backlog=1024; location / { proxy_pass http://vendor; proxy_http_version 1.1; proxy_set_header Connection ""; } }`,
    ),
  memory: (port) => proxy(port),
  sqlite: (port) => proxy(port, [], sqlite()),
  // What nginx has nothing of: the pixels are decoded, and the card is looked for.
  judged: (port) => proxy(port, ["--policy", policy]),
};

const median = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];

/** Memory around the thousandth and the ten-thousandth call, in MB: the medians of what was seen under load. */
async function growth() {
  writeFileSync(join(folder, "tickets"), tickets(40_000));
  const [port, operations] = [await freePort(), await freePort()];
  prepare(port);
  const child = await proxy(port, ["--metrics", `127.0.0.1:${operations}`], sqlite());
  const seen = [];
  const count = async () => {
    const text = await (await fetch(`http://127.0.0.1:${operations}/metrics`)).text();
    return Number(text.match(/requests_total\{route="glair\/stnk".*?\} (\d+)/)?.[1] ?? 0);
  };
  for (let slice = 0; ; slice++) {
    let isOver = false;
    const loading = load(port, `growth-${slice}`, 5).finally(() => {
      isOver = true;
    });
    while (!isOver) {
      seen.push({ calls: await count(), memory: used(child).now });
      await sleep(100);
    }
    await loading;
    writeFileSync(join(folder, "tickets"), tickets(20_000));
    if (seen.at(-1).calls > 11_000) break;
  }
  await stop(child);
  const around = (from, to) =>
    median(seen.filter(({ calls }) => calls >= from && calls < to).map(({ memory }) => memory));
  return [around(1_000, 2_000), around(10_000, 11_000)];
}

/** What the allocator keeps changes by a third from second to second: only several processes show a trend. */
async function reportGrowth() {
  const pairs = [];
  for (let round = 0; round < rounds; round++) pairs.push(await growth());
  const show = ([early, late]) => `${early.toFixed(0)} then ${late.toFixed(0)}`;
  const middle = [0, 1].map((end) => median(pairs.map((pair) => pair[end])));
  console.log(
    `\nsqlite, MB around calls 1,000 and 10,000: ${pairs.map(show).join(", ")}; medians ${show(middle)}`,
  );
}

try {
  const results = Object.fromEntries(Object.keys(sides).map((side) => [side, []]));
  for (let round = 0; round < rounds; round++) {
    for (const side of Object.keys(sides)) {
      if (options.only && !options.only.includes(side)) continue;
      writeFileSync(join(folder, "tickets"), tickets(4000));
      const port = await freePort();
      prepare(port);
      const child = await sides[side](port);
      // Connections, caches and the allocator are warm.
      await load(port, "warm", 1);
      writeFileSync(join(folder, "tickets"), tickets(seconds * 4000));
      const before = used(child);
      const { calls, seconds: took, p50, p99 } = await load(port, `round-${round}`, seconds);
      const after = used(child);
      await stop(child);
      const cpu = after.cpu - before.cpu;
      const result = {
        rate: calls / took,
        p50,
        p99,
        cpu: cpu / calls,
        core: cpu / took / 10,
        most: after.most,
      };
      results[side].push(result);
      console.log(
        `round ${round + 1} ${side.padEnd(7)} ${Object.entries(result)
          .map(([name, value]) => `${name} ${value.toFixed(2)}`)
          .join("  ")}`,
      );
    }
  }
  console.log(
    `\n| side | calls/s | of nginx | ms p50 | ms p99 | ms CPU a call | of nginx | core % | MB at most |\n|---|---|---|---|---|---|---|---|---|`,
  );
  const of = (side, name) => median(results[side].map((result) => result[name]));
  for (const side of Object.keys(sides)) {
    if (results[side].length === 0) continue;
    const ratio = (name) =>
      results.nginx.length
        ? median(results[side].map((result, round) => result[name] / results.nginx[round][name]))
        : Number.NaN;
    const cells = [
      of(side, "rate").toFixed(0),
      ratio("rate").toFixed(2),
      of(side, "p50").toFixed(1),
      of(side, "p99").toFixed(1),
    ];
    console.log(
      `| ${side} | ${[...cells, of(side, "cpu").toFixed(3), ratio("cpu").toFixed(2), of(side, "core").toFixed(0), of(side, "most").toFixed(0)].join(" | ")} |`,
    );
  }
  if (!options.only || options.only.includes("growth")) await reportGrowth();
} finally {
  await Promise.all(children.map(stop));
  rmSync(folder, { recursive: true, force: true });
}
