// Answers a request as scripted: delay, drop, slow body, bodies of any size, gzip.
import type { ServerResponse } from "node:http";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { setTimeout as wait } from "node:timers/promises";
import { createGzip } from "node:zlib";
import type { Answer } from "./exchange.ts";
import { isRepeated, type Repeated, type Script } from "./scripts.ts";

/** Sends a provider's answer. */
export function sendAnswer(response: ServerResponse, { status, headers, body }: Answer): void {
  response.writeHead(status, headers).end(body);
}

/** Answers as scripted. @returns the sent status, or undefined when the connection was dropped */
export async function playScript(
  script: Script,
  response: ServerResponse,
  work: () => Promise<Answer>,
): Promise<number | undefined> {
  const earlyAnswer = script.workFirst ? await work() : undefined;
  if (script.delayMs !== undefined) await wait(script.delayMs, undefined, { ref: false });
  if (response.destroyed) return undefined;
  if (script.drop) {
    response.req.socket.resetAndDestroy();
    return undefined;
  }
  if (isOnlyDelay(script)) {
    const answer = earlyAnswer ?? (await work());
    sendAnswer(response, answer);
    return answer.status;
  }
  const status = script.status ?? 200;
  response.writeHead(status, buildHeaders(script));
  await sendBody(script, response);
  return status;
}

function isOnlyDelay({ passThrough, status, body, headers, dribbleMs, gzip }: Script): boolean {
  return passThrough || [status, body, headers, dribbleMs, gzip].every((field) => field === undefined);
}

function buildHeaders({ body, gzip, headers }: Script): Record<string, string> {
  if (body === undefined) return { ...headers };
  const type = typeof body === "string" || isRepeated(body) ? "text/plain; charset=utf-8" : "application/json";
  return { "content-type": type, ...(gzip ? { "content-encoding": "gzip" } : {}), ...headers };
}

async function sendBody({ body, gzip, dribbleMs }: Script, response: ServerResponse): Promise<void> {
  const source = Readable.from(dribbleMs === undefined ? bodyChunks(body) : delayChunks(bodyChunks(body), dribbleMs));
  try {
    await (gzip ? pipeline(source, createGzip(), response) : pipeline(source, response));
  } catch {
    // Expected: callers hang up on oversized or endless bodies.
  }
}

function* bodyChunks(body: Script["body"]): Generator<Buffer> {
  if (body === undefined) return;
  if (isRepeated(body)) yield* repeatedChunks(body);
  else yield Buffer.from(typeof body === "string" ? body : JSON.stringify(body));
}

function* repeatedChunks({ repeat: { text, times } }: Repeated): Generator<Buffer> {
  const perChunk = Math.max(1, Math.min(times, Math.floor(65_536 / text.length)));
  const chunk = Buffer.from(text.repeat(perChunk));
  for (let sent = 0; sent + perChunk <= times; sent += perChunk) yield chunk;
  if (times % perChunk > 0) yield Buffer.from(text.repeat(times % perChunk));
}

async function* delayChunks(source: Iterable<Buffer>, everyMs: number): AsyncGenerator<Buffer> {
  for (const chunk of source) {
    for (const byte of chunk) {
      yield Buffer.of(byte);
      await wait(everyMs, undefined, { ref: false });
    }
  }
}
