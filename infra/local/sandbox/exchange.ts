// Requests and answers of a sandbox provider, and how they are read and built.
import type { IncomingHttpHeaders, IncomingMessage } from "node:http";

export interface Exchange {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  /** Path and query as sent. */
  readonly target: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

const maxRequestBytes = 16 * 1024 * 1024;

/** Reads a whole request; throws when its body is over 16 MiB. */
export async function readExchange(request: IncomingMessage): Promise<Exchange> {
  const target = request.url ?? "/";
  const url = new URL(target, "http://sandbox");
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size > maxRequestBytes) throw new Error("The request body is over 16 MiB");
    chunks.push(chunk);
  }
  return {
    method: request.method ?? "GET",
    path: url.pathname,
    query: url.searchParams,
    target,
    headers: request.headers,
    body: Buffer.concat(chunks),
  };
}

/** The fields of a form or flat JSON body. */
export function readFields(exchange: Exchange): URLSearchParams {
  const text = exchange.body.toString("utf8");
  if (!exchange.headers["content-type"]?.includes("application/json")) return new URLSearchParams(text);
  const parsed = tryParseJson(text);
  const form = new URLSearchParams();
  const entries = typeof parsed === "object" && parsed !== null ? Object.entries(parsed) : [];
  for (const [name, value] of entries) if (typeof value === "string") form.set(name, value);
  return form;
}

/** Parses a body as JSON; undefined if it is not JSON. */
export function tryParseJson(body: Buffer | string): unknown {
  try {
    return JSON.parse(body.toString("utf8"));
  } catch {
    return undefined;
  }
}

/** The token of an `Authorization: Bearer …` (GitHub also takes `token …`) header. */
export function readBearer(exchange: Exchange): string | undefined {
  return /^(?:bearer|token)\s+(\S+)$/i.exec(exchange.headers.authorization ?? "")?.[1];
}

export interface ClientCredentials {
  readonly id: string;
  readonly secret: string;
}

/** Credentials of an `Authorization: Basic …` header, form-decoded as RFC 6749 section 2.3.1 asks. */
export function readBasic(exchange: Exchange): ClientCredentials | undefined {
  const encoded = /^basic\s+(\S+)$/i.exec(exchange.headers.authorization ?? "")?.[1];
  if (encoded === undefined) return undefined;
  const [id = "", ...secret] = Buffer.from(encoded, "base64").toString("utf8").split(":");
  return { id: formDecode(id), secret: formDecode(secret.join(":")) };
}

function formDecode(text: string): string {
  return new URLSearchParams(`v=${text}`).get("v") ?? "";
}

/** Client credentials from the Basic header, else from the body. */
export function readClientCredentials(exchange: Exchange): ClientCredentials {
  const form = readFields(exchange);
  return readBasic(exchange) ?? { id: form.get("client_id") ?? "", secret: form.get("client_secret") ?? "" };
}

export function jsonAnswer(body: unknown, status = 200, headers: Record<string, string> = {}): Answer {
  return {
    status,
    headers: { "content-type": "application/json; charset=utf-8", ...headers },
    body: JSON.stringify(body),
  };
}

export function htmlAnswer(body: string, status = 200): Answer {
  return { status, headers: { "content-type": "text/html; charset=utf-8", "cache-control": "no-store" }, body };
}

export function redirectAnswer(to: URL): Answer {
  return { status: 302, headers: { location: to.href, "cache-control": "no-store" } };
}
