/**
 * Plays your proxy and both vendors, with invented answers, for Node: to see the way to a record before there is a proxy.
 * `npx periksa sandbox` serves it with a page.
 * @module
 */
import type { IncomingMessage, ServerResponse } from "node:http";
/**
 * Answers as a proxy in front of a vendor does, below `/api/ocr`. It checks what comes by the vendor's limits and invents
 * all values; the header `Sandbox-Scenario` asks for another answer. Pages of any origin may call it.
 * @param request Whose body nothing has read.
 * @param response Which is ended.
 * @returns When it has answered.
 * @example
 * createServer(sandbox).listen(8080, "127.0.0.1");
 */
export declare function sandbox(request: IncomingMessage, response: ServerResponse): Promise<void>;
