// The state of a sandbox provider; a reset clears it.
import { manifests } from "../../../lib/providers/manifests.ts";
import { type Behaviour, defaultBehaviour } from "./behaviour.ts";
import { type Codes, createCodes } from "./codes.ts";
import type { Answer, Exchange } from "./exchange.ts";
import { createGrants, type Grants } from "./grants.ts";
import { createDeliveries, type Deliveries } from "./push/deliveries.ts";
import { createRequestLog, type RequestLog } from "./request-log.ts";
import type { Script } from "./scripts.ts";

/** Sandboxes are named after the applications of the manifests. */
export const providerNames: readonly string[] = [...new Set(manifests.map(({ application }) => application))];
export type ProviderName = string;

export interface State {
  behaviour: Behaviour;
  /** The switches after a reset. */
  defaults: Behaviour;
  scripts: Script[];
  readonly codes: Codes;
  readonly grants: Grants;
  readonly log: RequestLog;
  readonly deliveries: Deliveries;
}

/** Handles the parsed body of a provider's own control; a result of undefined is answered with 204. */
type ProviderControl = (body: unknown) => unknown;

export interface Provider {
  readonly name: ProviderName;
  readonly state: State;
  answer(exchange: Exchange): Promise<Answer>;
  /** Controls of this provider, at `/_sandbox/<name>`; every provider has `push`. */
  readonly controls: Readonly<Record<string, ProviderControl>>;
  /** Restores the provider's own data to the seed. */
  reseed(): Promise<void>;
  close(): Promise<void>;
}

export function createState(codeLifetimeSeconds: number): State {
  const state: State = {
    behaviour: defaultBehaviour,
    defaults: defaultBehaviour,
    scripts: [],
    codes: createCodes(codeLifetimeSeconds),
    grants: createGrants(() => state.behaviour.tokenBytes),
    log: createRequestLog(),
    deliveries: createDeliveries(),
  };
  return state;
}

export async function resetProvider({ state, reseed }: Provider): Promise<void> {
  state.behaviour = state.defaults;
  state.scripts = [];
  state.codes.clear();
  state.grants.clear();
  state.log.clear();
  state.deliveries.clear();
  await reseed();
}

/** The fake credentials with which every stage is registered at a sandbox provider. */
export function sandboxClient(name: ProviderName): { readonly id: string; readonly secret: string } {
  return { id: `sandbox-${name}-client`, secret: `sandbox-${name}-secret` };
}

/** The secret with which a sandbox signs webhooks: the value of this line of .env, which may be the client's. */
export function sandboxSecret(variable: string): string {
  const name = variable.toLowerCase().replaceAll("_", "-");
  const client = /^(.+)-client-secret$/.exec(name)?.[1];
  return client === undefined ? `sandbox-${name}` : sandboxClient(client).secret;
}
