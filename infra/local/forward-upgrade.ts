import type { IncomingMessage } from "node:http";
import { connect } from "node:net";
import type { Duplex } from "node:stream";
import type { Destination } from "./forward.ts";

/** Forwards an upgrade request with its headers unchanged, then the bytes of both sides. */
export function forwardUpgrade(
  { method, rawHeaders }: IncomingMessage,
  socket: Duplex,
  head: Buffer,
  { origin, path, headers: sent = rawHeaders }: Destination,
): void {
  const { hostname, port } = new URL(origin);
  const headers = sent.map((text, index) => (index % 2 === 0 ? `${text}: ` : `${text}\r\n`)).join("");
  const onward = connect({ host: hostname, port: Number(port), noDelay: true });
  onward.write(`${method} ${path} HTTP/1.1\r\n${headers}\r\n`);
  onward.write(head);
  onward.pipe(socket).pipe(onward);
  for (const [one, other] of [
    [socket, onward],
    [onward, socket],
  ] as const) {
    one.on("error", () => other.destroy());
    one.on("close", () => other.destroy());
  }
}
