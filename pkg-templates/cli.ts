#!/usr/bin/env node
// `npx periksa sandbox`: the sandbox with its page, on this machine alone.

import { createServer } from "node:http";
import { parseArgs } from "node:util";

import { sandbox } from "./sandbox.js";

const USAGE = `Usage: npx periksa sandbox [--port 8080]

Plays your proxy and both vendors with invented answers, at http://127.0.0.1:8080/api/ocr, and shows a page to try it.
`;

const port = portOf(process.argv.slice(2));
if (port === null) {
  process.stderr.write(USAGE);
  process.exitCode = 2;
} else {
  const server = createServer(sandbox);
  server.on("error", ({ message }) => {
    process.stderr.write(
      `${message}\nAnother port: npx periksa sandbox --port 8081, and change the endpoint to it\n`,
    );
    process.exitCode = 1;
  });
  server.listen(port, "127.0.0.1", () => {
    const address = server.address();
    const origin = `http://127.0.0.1:${address && typeof address === "object" ? address.port : port}`;
    process.stdout.write(
      `A page to try: ${origin}\nEndpoint: ${origin}/api/ocr (all answers are invented)\n`,
    );
  });
}

/** The port that the command asks for; `null` where it is none that is known here. */
function portOf(args: string[]): number | null {
  try {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: { port: { type: "string", default: process.env.PORT ?? "8080" } },
    });
    const isPort = /^\d{1,5}$/.test(values.port) && Number(values.port) < 65_536;
    return isPort && positionals.length === 1 && positionals[0] === "sandbox" ? Number(values.port) : null;
  } catch {
    return null;
  }
}
