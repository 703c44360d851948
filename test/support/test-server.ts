// An HTTP server on a free port that answers as the test says and records its requests.
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
  /** How the next requests are answered. */
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

/** Never answers. */
export const hang: Play = () => undefined;

/** Resets the connection. */
export const reset: Play = (response) => response.req.socket.resetAndDestroy();

/** Sends one byte every `everyMs` milliseconds, endlessly. */
export const dribble =
  (everyMs: number): Play =>
  (response) => {
    response.writeHead(200, { "content-type": "application/json" });
    const timer = setInterval(() => response.write(" "), everyMs);
    response.on("close", () => clearInterval(timer));
  };

/** Sends a body of `bytes` bytes, as fast as the client reads. */
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
