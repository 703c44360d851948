// Runs the `emulate` package, on a port of its own, for a sandbox that forwards requests to it.
import { randomUUID } from "node:crypto";
import { createEmulator, type ServiceName } from "emulate";
import { findFreePort } from "../ports.ts";
import type { Answer, Exchange } from "./exchange.ts";

export interface Emulator {
  /** Forwards a request with changes; a header given as undefined is removed. */
  forward(exchange: Exchange, changes?: ForwardChanges): Promise<Answer>;
  /** Posts a form for the sandbox itself; redirects are not followed. */
  post(path: string, form: Readonly<Record<string, string>>, token?: string): Promise<Response>;
  /** Sends a request for the sandbox itself, with a JSON body. */
  ask(method: string, path: string, token: string, body?: unknown): Promise<Response>;
  /** Posts bytes, as to an upload URL. */
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

/** Starts a service of `emulate`. `origin` is the sandbox's, so that links and paging point to the sandbox. */
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
    // The emulator allows 5,000 requests an hour for all anonymous callers together; a random token avoids that limit.
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
 * Creates a function that sends a request to the emulator, over a new connection each time. The emulator closes idle
 * connections after 5 s; if this process was stalled for that long, its next request would use a closed connection.
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
  const forwardedHeaders = [...answer.headers].filter(([name]) => !answerHeaders.includes(name));
  return {
    status: answer.status,
    headers: Object.fromEntries(forwardedHeaders),
    body: Buffer.from(await answer.arrayBuffer()),
  };
}

/** Reads the code from the redirect of an emulator's consent form. */
export function readRedirectCode(answer: Response): string {
  const code = URL.parse(answer.headers.get("location") ?? "")?.searchParams.get("code");
  if (!code) throw new Error(`The emulator gave no code: ${answer.status}`);
  return code;
}
