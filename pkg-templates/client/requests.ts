// Sends the requests of a client, so that no paid call is repeated by accident.

import { absolute } from "../common/address.js";
import type { OcrError } from "../common/errors.js";
import type { EncodeOptions, Extraction, ExtractOptions, Prepared } from "../common/types.js";
import type { EncodedCall } from "../engine/glue.js";
import { askFor } from "./ask.js";
import { Flight, type Member, type Members } from "./flight.js";
import { pause, waitBefore } from "./pause.js";
import type { Settings } from "./settings.js";
import { attemptCall, type Source } from "./transmit.js";
import { type Ledger, ledger, type Unsettled } from "./unsettled.js";

/** If `Retry-After` asks for a longer wait, the call fails and the person decides. */
const MAX_WAIT_MS = 10_000;
/** Number of files whose tries are remembered. */
const MAX_TRIES = 64;

/** Options that decide what is requested. */
export interface Call
  extends EncodeOptions,
    Omit<ExtractOptions, "headers" | "onProgress" | "prepare" | "resumeAs" | "signal"> {}

/** A call that is ready to be sent. */
export interface Work {
  source: Source;
  call: Call;
  /** Headers of this call, sent besides the client's. */
  headers: Record<string, string>;
  body: EncodedCall;
  /** What was made of the picked file; `null` where that itself is sent. */
  prepared: Prepared | null;
  /** Who may ask for its answer later. */
  resumeAs: string | null;
}

export class Requests {
  readonly settings: Settings;
  readonly ledger: Ledger;
  /** The address of the proxy, wherever it is resolved. */
  readonly endpoint: string;
  /** Requests under way, by the key of their content. */
  #flights = new Map<string, Flight<Extraction>>();
  /** Number of the person's next try, by the key of the content. */
  #tries = new Map<string, number>();

  constructor(settings: Settings, kept: Ledger = ledger) {
    this.settings = settings;
    this.ledger = kept;
    this.endpoint = absolute(settings.url);
  }

  /** What is kept of a call while it has no final answer. */
  unsettled({ call, body, prepared, resumeAs }: Work): Unsettled {
    const { changes, transform, decoder } = prepared ?? {};
    return {
      ...{ endpoint: this.endpoint, path: body.path, vendor: call.vendor, document: call.document },
      validateQuality: call.validateQuality === true,
      table: call.table === true,
      page: call.page ?? null,
      ...{ content: body.key, number: this.#number(body.key), name: resumeAs, sentAt: Date.now() },
      prepared: changes && transform && decoder ? { changes, transform, decoder } : null,
    };
  }

  /** Equal calls in flight share one request, which ends when the last of them leaves. */
  join(work: Work, wasUnsettled: boolean, left: AbortSignal, progress: Member): Promise<Extraction> {
    const { key } = work.body;
    let flight = this.#flights.get(key);
    if (!flight) {
      const opened = new Flight((signal, report) => this.#send(work, wasUnsettled, signal, report));
      flight = opened;
      this.#flights.set(key, opened);
      opened.onEnd(() => {
        if (this.#flights.get(key) === opened) this.#flights.delete(key);
      });
    }
    return flight.join(left, progress);
  }

  /** Asks for the answer of a call that was sent before; where it is under way here, it is that. Nothing is sent again. */
  async resume(
    call: Unsettled,
    options: { headers: Record<string, string>; today: string | undefined },
    left: AbortSignal,
    progress: Member,
  ): Promise<Extraction> {
    const { content } = call;
    const flight = this.#flights.get(content);
    if (flight) return flight.join(left, progress);
    const asking = new Flight((signal, report) => askFor(this.settings, call, options, signal, report));
    const { end, ...came } = await asking.join(left, progress);
    if (end === "settled") this.#answered(call, call.number);
    else if (end === "unknown" && this.ledger.find(call)?.number === call.number) this.ledger.release(call);
    if (came.error) throw came.error;
    return came.extraction;
  }

  /** Sends the request, and repeats it under the same key where nothing can have been charged. */
  async #send(
    work: Work,
    wasUnsettled: boolean,
    signal: AbortSignal,
    progress: Members,
  ): Promise<Extraction> {
    const { source, call, body, prepared } = work;
    const number = this.#number(body.key);
    const headers = {
      ...{ ...body.headers, ...work.headers },
      ...(call.attempt ? { Attempt: String(call.attempt) } : {}),
      "Idempotency-Key": `${body.key}-${number}`,
    };
    const outgoing = { call, path: body.path, headers, body, source, prepared };
    const id = { endpoint: this.endpoint, content: body.key };
    for (let attempt = 1; ; attempt += 1) {
      const came = await attemptCall(this.settings, outgoing, attempt, signal, progress).catch((error) => {
        // The browser refused the request.
        if ((error as OcrError).billed === "no" && !wasUnsettled) this.ledger.drop(id);
        throw error;
      });
      const { extraction, error, outcome } = came;
      // If the call is not settled, the next try keeps its key, so that the proxy can return the answer it kept.
      if (outcome.settled) this.#answered(id, number);
      if (extraction) return extraction;
      const giveUp = (error: OcrError): never => {
        // It was not passed on: nobody has an answer to it, unless to what was sent under this key before.
        const isUnsent = outcome.mayRepeat || outcome.billed === "no" || error.action === "sign_in";
        if (!outcome.settled && isUnsent && !wasUnsettled) this.ledger.drop(id);
        throw error;
      };
      const wait = waitBefore(attempt, error.retryAfterMs);
      if (!outcome.mayRepeat || attempt > this.settings.retries || wait > MAX_WAIT_MS) giveUp(error);
      await pause(wait, signal).catch(giveUp);
    }
  }

  /** Returns the number of the try: that of the call which is not settled, here or in an earlier page. */
  #number(content: string): number {
    const unsettled = this.ledger.find({ endpoint: this.endpoint, content });
    return unsettled?.number ?? this.#tries.get(content) ?? 1;
  }

  /** Counts a settled try: the next one gets a new key. A later try that has begun since stays as it is. */
  #answered(id: { endpoint: string; content: string }, number: number): void {
    const { content } = id;
    if ((this.ledger.find(id)?.number ?? 0) <= number) this.ledger.drop(id);
    const next = Math.max(number + 1, this.#tries.get(content) ?? 0);
    this.#tries.delete(content);
    this.#tries.set(content, next);
    const [oldest = content] = this.#tries.keys();
    if (this.#tries.size > MAX_TRIES) this.#tries.delete(oldest);
  }
}
