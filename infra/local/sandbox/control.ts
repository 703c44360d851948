// The control API of a sandbox provider, for tests and operators: /_sandbox/….
import { ZodError } from "zod";
import { Refusal } from "../command-refusal.ts";
import { changeBehaviour } from "./behaviour.ts";
import { type Answer, type Exchange, jsonAnswer } from "./exchange.ts";
import { parseScripts } from "./scripts.ts";
import { type Provider, resetProvider } from "./state.ts";

type Control = (provider: Provider, body: () => unknown) => unknown;

const controls: Readonly<Record<string, Control>> = {
  "POST /_sandbox/reset": async (provider) => {
    await resetProvider(provider);
  },
  "GET /_sandbox/requests": ({ state }) => state.log.list(),
  "DELETE /_sandbox/requests": ({ state }) => state.log.clear(),
  "GET /_sandbox/scripts": ({ state }) => state.scripts,
  "POST /_sandbox/scripts": ({ state }, body) => {
    state.scripts.push(...parseScripts(body()));
  },
  "DELETE /_sandbox/scripts": ({ state }) => {
    state.scripts = [];
  },
  "GET /_sandbox/behaviour": ({ state }) => state.behaviour,
  "PUT /_sandbox/behaviour": ({ state }, body) => {
    state.behaviour = changeBehaviour(state.behaviour, body());
  },
  /** Users' grants, and whether they are revoked: `[{id, account, clientId, scopes, kind, inner, revoked}]`. */
  "GET /_sandbox/grants": ({ state }) => state.grants.list(),
  /** Expires every access token issued so far; refresh tokens stay valid. */
  "POST /_sandbox/expire-tokens": ({ state }) => state.grants.expireAccess(),
  /** Revokes all access and refresh tokens, as if every user had removed the app. */
  "POST /_sandbox/revoke-grants": ({ state }) => state.grants.revoke(() => true),
  /** The deliveries: `[{id, event, url, body, attempts: [{at, ms, status, …}], outcome}]`, oldest first. */
  "GET /_sandbox/deliveries": ({ state }) => state.deliveries.list(),
  "DELETE /_sandbox/deliveries": ({ state }) => state.deliveries.clear(),
};

function findControl({ controls: own }: Provider, { method, path }: Exchange): Control | undefined {
  const name = path.slice("/_sandbox/".length);
  const special = method !== "DELETE" && Object.hasOwn(own, name) ? own[name] : undefined;
  return special ? (_, body) => special(body()) : controls[`${method} ${path}`];
}

/** Answers 204 for a change, 200 with JSON for a read, 400 for an invalid body. */
export async function answerControl(provider: Provider, exchange: Exchange): Promise<Answer> {
  const control = findControl(provider, exchange);
  if (!control) {
    const special = Object.keys(provider.controls).map((name) => `POST or GET /_sandbox/${name}`);
    return jsonAnswer({ error: "There is no such control", controls: [...Object.keys(controls), ...special] }, 404);
  }
  try {
    const result = await control(provider, () => JSON.parse(exchange.body.toString("utf8") || "{}"));
    return result === undefined ? { status: 204 } : jsonAnswer(result);
  } catch (error) {
    if (error instanceof ZodError) return jsonAnswer({ error: "The body does not fit", issues: error.issues }, 400);
    if (error instanceof Refusal) return jsonAnswer({ error: error.message }, 400);
    if (error instanceof SyntaxError) return jsonAnswer({ error: "The body is not JSON" }, 400);
    throw error;
  }
}
