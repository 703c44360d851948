// A proxy between the fuzzer and the API: adds a user's token, and records requests and answers.
import { forward } from "../../../infra/local/forward.ts";
import { listen, type RunningServer } from "../../../infra/local/http-server.ts";

export interface Exchange {
  readonly method: string;
  readonly path: string;
  readonly status: number;
}

export interface RecordingProxy extends RunningServer {
  readonly exchanges: readonly Exchange[];
}

export async function startRecordingProxy(
  origin: string,
  tokenOf: (method: string, path: string) => string,
): Promise<RecordingProxy> {
  const exchanges: Exchange[] = [];
  const server = await listen((incoming, outgoing) => {
    const { method = "GET", url: path = "/" } = incoming;
    incoming.rawHeaders.push("authorization", `Bearer ${tokenOf(method, path)}`);
    outgoing.on("finish", () => exchanges.push({ method, path, status: outgoing.statusCode }));
    forward(incoming, outgoing, { origin, path });
  }, 0);
  return { ...server, exchanges };
}
