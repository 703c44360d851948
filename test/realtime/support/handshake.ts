// A WebSocket handshake over plain HTTP, to read its status: WebSocket clients report only that it failed.
import { request } from "node:http";
import { cloud } from "../../support/cloud.ts";

export interface Handshake {
  readonly status: number;
  readonly protocol: string | undefined;
}

/** @param url of the WebSocket API; default: where browsers open it */
export function openHandshake(
  headers: Record<string, string | string[]>,
  query = "",
  url = cloud().liveUrl,
): Promise<Handshake> {
  const { hostname, port, pathname } = new URL(url);
  const upgrade = {
    connection: "Upgrade",
    upgrade: "websocket",
    "sec-websocket-version": "13",
    "sec-websocket-key": Buffer.alloc(16, 1).toString("base64"),
  };
  return new Promise((resolve, reject) => {
    const path = `${pathname}${query}`;
    const asked = request({ hostname, port, path, agent: false, headers: { ...upgrade, ...headers } });
    asked.on("response", (answer) => {
      answer.resume();
      resolve({ status: answer.statusCode ?? 0, protocol: undefined });
    });
    asked.on("upgrade", (answer, socket) => {
      socket.destroy();
      resolve({ status: 101, protocol: answer.headers["sec-websocket-protocol"] });
    });
    asked.on("error", reject);
    asked.end();
  });
}

export const offerProtocols = (...protocols: string[]) => ({ "sec-websocket-protocol": protocols.join(", ") });
