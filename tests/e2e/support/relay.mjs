// A proxy on the page's own origin, in front of the real one: what a browser sends can be read there.

/**
 * Passes a request on to the proxy, and keeps what it was in `passedOn`: browsers do not tell tests the bytes they send.
 * @param {() => string} endpoint
 * @returns {import("node:http").RequestListener}
 */
export function relay(endpoint, path = "verihubs/ktp", passedOn = []) {
  return async (request, response) => {
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    const body = Buffer.concat(chunks);
    const headers = Object.fromEntries(
      ["content-type", "idempotency-key", "sandbox-scenario"]
        .map((name) => [name, request.headers[name]])
        .filter(([, value]) => value !== undefined),
    );
    passedOn.push({ type: headers["content-type"], body });
    const answer = await fetch(`${endpoint()}/${path}`, { method: "POST", headers, body });
    const [content, sandbox] = ["content-type", "sandbox"].map((name) => answer.headers.get(name));
    response.writeHead(answer.status, { "Content-Type": content, Sandbox: sandbox });
    response.end(Buffer.from(await answer.arrayBuffer()));
  };
}
