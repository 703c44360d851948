// A loopback proxy in front of the API, for programs that cannot be given a token.
import { forward } from "../../../infra/local/forward.ts";
import { listen, type RunningServer } from "../../../infra/local/http-server.ts";

/** Adds the bearer token. Its own address becomes the API's in Host and Origin; a foreign one stays as it came. */
export async function startBearerProxy(origin: string, token: string): Promise<RunningServer> {
  const server = await listen((incoming, outgoing) => {
    const own = new URL(server.url).host;
    const named = new Map([
      [own, new URL(origin).host],
      [`http://${own}`, origin],
    ]);
    for (const [at, value] of incoming.rawHeaders.entries()) incoming.rawHeaders[at] = named.get(value) ?? value;
    incoming.rawHeaders.push("authorization", `Bearer ${token}`);
    forward(incoming, outgoing, { origin, path: incoming.url ?? "/" });
  }, 0);
  return server;
}
