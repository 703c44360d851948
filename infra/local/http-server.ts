import type { IncomingMessage, RequestListener, Server } from "node:http";
import { createServer } from "node:http";
import type { Duplex } from "node:stream";

export interface RunningServer {
  readonly url: string;
  close(): Promise<void>;
}

/** Handles a connection that asks for an upgrade from HTTP to another protocol. */
export type UpgradeListener = (incoming: IncomingMessage, socket: Duplex, head: Buffer) => void;

/** Serves on a port of this machine only; 0 takes any free port. Closing also ends open connections. */
export async function listen(
  listener: RequestListener,
  port: number,
  onUpgrade?: UpgradeListener,
): Promise<RunningServer> {
  const server = createServer(listener);
  const upgraded = new Set<Duplex>();
  if (onUpgrade) {
    server.on("upgrade", (incoming, socket, head) => {
      upgraded.add(socket);
      socket.once("close", () => upgraded.delete(socket));
      onUpgrade(incoming, socket, head);
    });
  }
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
  return { url: `http://127.0.0.1:${getPort(server)}`, close: () => closeServer(server, upgraded) };
}

function getPort(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The server listens on no port");
  return address.port;
}

const closeServer = (server: Server, upgraded: ReadonlySet<Duplex>): Promise<void> =>
  new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
    for (const socket of upgraded) socket.destroy();
  });
