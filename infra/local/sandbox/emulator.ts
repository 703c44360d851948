// A third-party emulator on a port of its own, reached only through the front.
import { randomUUID } from "node:crypto";
import { createEmulator, type ServiceName } from "emulate";
import { findFreePort } from "../ports.ts";
import type { Answer, Exchange } from "./exchange.ts";

export interface Emulator {
  /** Passes a request on; a header given as undefined is left out. */
  forward(exchange: Exchange, changes?: ForwardChanges): Promise<Answer>;
  /** A form POST of the front's own; redirects are not followed. */
  post(path: string, form: Readonly<Record<string, string>>, token?: string): Promise<Response>;
  /** Asks as the front itself; a body is sent as JSON. */
  ask(method: string, path: string, token: string, body?: unknown): Promise<Response>;
  /** A POST of bytes, as to an upload URL. */
  upload(path: string, text: string): Promise<Response>;
  reset(): void;
  close(): Promise<void>;
}

interface ForwardChanges {
  readonly method?: string;
  readonly target?: string;
  readonly headers?: Readonly<Record<string, string | undefined>>;
  readonly body?: Buffer | string;
}

/** Starts `emulate`; `origin` is the front's, so that links and paging point there. */
export async function startEmulator(
  service: ServiceName,
  origin: string,
  seed: Record<string, unknown>,
): Promise<Emulator> {
  const port = await findFreePort();
  const emulator = await createEmulator({ service, port, baseUrl: origin, seed });
  const send = createSender(`http://127.0.0.1:${port}`);
  return {
    forward: (exchange, changes = {}) => forward(send, exchange, changes),
    // The emulator counts 5,000 requests an hour for all anonymous callers together; a name each keeps them apart.
    post: (path, form, token = `sandbox-${randomUUID()}`) =>
      send(path, {
        method: "POST",
        redirect: "manual",
        headers: { authorization: `Bearer ${token}` },
        body: new URLSearchParams(form),
      }),
    ask: (method, path, token, body) =>
      send(path, {
        method,
        headers: { authorization: `Bearer ${token}`, "content-type": "application/json", "user-agent": "sandbox" },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      }),
    upload: (path, body) => send(path, { method: "POST", body }),
    reset: () => emulator.reset(),
    close: () => emulator.close(),
  };
}

type Send = ReturnType<typeof createSender>;

/**
 * Asks the emulator at an address, each time over a connection of its own: it ends one that was idle for 5 s, and where this process
 * got no time for as long, the next request went into a connection that was ended already.
 */
function createSender(inside: string) {
  return (target: string, request: RequestInit): Promise<Response> => {
    const headers = new Headers(request.headers);
    headers.set("connection", "close");
    return fetch(`${inside}${target}`, { ...request, headers });
  };
}

const connectionHeaders = [
  "host",
  "connection",
  "content-length",
  "transfer-encoding",
  "accept-encoding",
  "keep-alive",
];
const answerHeaders = ["connection", "content-length", "transfer-encoding", "content-encoding", "keep-alive"];

async function forward(send: Send, exchange: Exchange, changes: ForwardChanges): Promise<Answer> {
  const headers = new Headers();
  for (const [name, value] of Object.entries({ ...exchange.headers, ...changes.headers })) {
    if (typeof value === "string" && !connectionHeaders.includes(name)) headers.set(name, value);
  }
  const method = changes.method ?? exchange.method;
  const body = changes.body ?? exchange.body;
  const answer = await send(changes.target ?? exchange.target, {
    method,
    headers,
    redirect: "manual",
    ...(method === "GET" || method === "HEAD" ? {} : { body }),
  });
  const kept = [...answer.headers].filter(([name]) => !answerHeaders.includes(name));
  return {
    status: answer.status,
    headers: Object.fromEntries(kept),
    body: Buffer.from(await answer.arrayBuffer()),
  };
}

/** The code in the redirect with which an emulator's consent form answers. */
export function readRedirectCode(answer: Response): string {
  const code = URL.parse(answer.headers.get("location") ?? "")?.searchParams.get("code");
  if (!code) throw new Error(`The emulator gave no code: ${answer.status}`);
  return code;
}
