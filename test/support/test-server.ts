// A server of the test's own on a free port: what it answers, and what it was asked.
import type { IncomingHttpHeaders, ServerResponse } from "node:http";
import { text } from "node:stream/consumers";
import { listen, type RunningServer } from "../../infra/local/http-server.ts";

interface RecordedRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export type Play = (response: ServerResponse, asked: RecordedRequest) => void;

export interface TestServer {
  readonly url: string;
  /** Every request, oldest first. */
  readonly requests: RecordedRequest[];
  /** What it does with the next requests. */
  play: Play;
  close(): Promise<void>;
}

export async function startTestServer(play: Play = json({})): Promise<TestServer> {
  const asked: RecordedRequest[] = [];
  const server: RunningServer = await listen(async (request, response) => {
    const { method = "", url: path = "", headers } = request;
    const seen = { method, path, headers, body: await text(request).catch(() => "") };
    asked.push(seen);
    end.play(response, seen);
  }, 0);
  const end: TestServer = { url: server.url, requests: asked, play, close: server.close };
  return end;
}

type Headers = Readonly<Record<string, string>>;

export const answer =
  (status: number, body: string | Buffer = "", headers: Headers = {}): Play =>
  (response) =>
    response.writeHead(status, headers).end(body);

export const json = (body: unknown, status = 200, headers: Headers = {}): Play =>
  answer(status, JSON.stringify(body), { "content-type": "application/json", ...headers });

/** Answers nothing, ever. */
export const hang: Play = () => undefined;

/** Resets the connection. */
export const reset: Play = (response) => response.req.socket.resetAndDestroy();

/** One byte each so many milliseconds, without an end. */
export const dribble =
  (everyMs: number): Play =>
  (response) => {
    response.writeHead(200, { "content-type": "application/json" });
    const timer = setInterval(() => response.write(" "), everyMs);
    response.on("close", () => clearInterval(timer));
  };

/** A body of so many bytes, or as much of it as is read. */
export const answerEndlessly =
  (bytes: number): Play =>
  (response) => {
    const chunk = Buffer.alloc(64 * 1024, " ");
    response.writeHead(200, { "content-type": "application/json" });
    let left = bytes;
    const more = () => {
      while (left > 0) {
        left -= chunk.length;
        if (!response.write(chunk)) return response.once("drain", more);
      }
      return response.end();
    };
    more();
  };
