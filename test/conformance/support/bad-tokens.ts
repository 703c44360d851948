// Every route that needs a token, and what it answers to a bad one: over HTTP and on the socket.
import { routes } from "../../../infra/routes.ts";
import { mapInBatches } from "../../../lib/concurrency.ts";
import { offerProtocols, openHandshake } from "../../realtime/support/handshake.ts";
import { createBrowser } from "../../support/api.ts";

const userRoutes = routes.filter(({ caller }) => caller === "user");

/**
 * The routes with a person's token, each with a path: a provider's flow of one provider only, since its Lambdas run the same code.
 * That every route refuses bad tokens in this way is tested without a cloud (test/jwt).
 */
const protectedRoutes: readonly (readonly [method: string, path: string])[] = userRoutes
  .filter(({ run }, at) => userRoutes.findIndex((other) => other.run === run) === at)
  .map(({ on }) => on.split(" "))
  .map(([method = "", path = ""]) => [
    method,
    path
      .replace(/\{(provider|service)\}/, "slack")
      .replace("{number}", "1")
      .replaceAll(/\{\w+\}/g, "x"),
  ]);

/** Requests the routes below a path. @returns each as a line, with its status and its challenge */
export async function callRoutes(token: string, below: RegExp): Promise<string[]> {
  const browser = createBrowser(token);
  const chosen = protectedRoutes.filter(([, path]) => below.test(path));
  return mapInBatches(chosen, 6, async ([method, path]) => {
    const { status, headers, json } = await browser.request(path, { method, ...(method !== "GET" && { body: {} }) });
    const said = typeof Object(json).message === "string" ? "a sentence" : "nothing";
    return `${status} ${headers.get("www-authenticate")} ${said}: ${method} ${path}`;
  });
}

/** What the list of accounts answers to a token, and the handshake of the socket. */
export async function readVerdict(token: string): Promise<{ http: number; socket: number }> {
  const [{ status }, handshake] = await Promise.all([
    createBrowser(token).get("/api/integrations"),
    openHandshake(offerProtocols("patchbay.v1", token)),
  ]);
  return { http: status, socket: handshake.status };
}

export const accepted = { http: 200, socket: 101 };
export const refused = { http: 401, socket: 401 };
