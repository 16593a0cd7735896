// Where calls are run: in a worker of the browser's or of Node's, or on the page's own thread.

import { cardText } from "../card-text.js";
import { builtin } from "../common/builtin.js";
import { startThread, threadUrl } from "../start-thread.js";
import { nodeThread } from "./node.js";
import type { Hearer, PagePort, Thread, ToPage } from "./protocol.js";

/** Starts a worker. Throws where there are none. */
export function startWorker(hearer: Hearer): Thread {
  const threads = builtin<typeof import("node:worker_threads")>("node:worker_threads");
  // Not on a page that is only played, whose files can't be posted. Workers of Bun's and Deno's own keep a program running.
  const isServer = threads && typeof document === "undefined";
  return isServer ? nodeThread(new threads.Worker(threadUrl()), hearer) : webThread(hearer);
}

function webThread({ message, lost }: Hearer): Thread {
  if (typeof Worker === "undefined") throw new Error("there are no workers here");
  const worker = startThread();
  worker.addEventListener("message", ({ data }: MessageEvent<ToPage>) => message(data));
  worker.addEventListener("error", (event) => lost(event.message ?? "the worker could not be loaded"));
  worker.addEventListener("messageerror", () => lost("what the worker said could not be read"));
  return worker;
}

/** Loads the worker's side, and runs it here. */
export function startHere({ message, lost }: Hearer): Thread {
  let isOver = false;
  let hear: Parameters<PagePort["addEventListener"]>[1] | undefined;
  const page: PagePort = {
    postMessage(data) {
      if (!isOver) message(data);
    },
    addEventListener(type, listener) {
      if (type === "message") hear = listener;
    },
  };
  import("./thread.js").then(
    ({ listen, provideFinder }) => {
      provideFinder(cardText);
      listen(page);
    },
    (cause) => lost((cause as Error).message, cause),
  );
  return {
    postMessage: (data) => hear?.({ data }),
    terminate() {
      isOver = true;
    },
  };
}
