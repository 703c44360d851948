// The endpoints of one account: a provider's addresses may hold variables, such as a shop's host.
import { Problem } from "../errors.ts";
import type { Endpoints, Provider } from "./definition.ts";

/** What an account's addresses depend on. A flow has it before it has an account, and a connection afterwards. */
export interface Location {
  readonly params: Readonly<Record<string, string>>;
  /** Facts that the provider told and its definition checked; text only is used. */
  readonly profile?: Readonly<Record<string, unknown>> | undefined;
  /** What was discovered when the flow began. */
  readonly endpoints?: Partial<Endpoints> | undefined;
}

const variable = /\{(\w+)\}/g;

/** Whether an address still has a variable. */
export const isTemplate = (url: string): boolean => /\{\w+\}/.test(url);

/** Whether an address gets its host from a variable. */
const hasVariableHost = (url: string): boolean => /^(\w+:\/\/[^/]*)?\{/.test(url);

/**
 * Returns the provider with its endpoints at this account's hosts. A variable without a value stays: an account's own host is not
 * known before its first token.
 */
export function locateProvider<P extends Provider>(provider: P, { params, profile, endpoints }: Location): P {
  const templates = Object.entries(provider.endpoints);
  if (endpoints === undefined && !templates.some(([, url]) => isTemplate(url))) return provider;
  const values: Readonly<Record<string, unknown>> = { ...profile, ...params };
  const fill = (url: string) =>
    url.replaceAll(variable, (whole, name: string) => {
      const value = values[name];
      return typeof value === "string" ? value : whole;
    });
  const filled = templates.map(([name, url]) => [name, fill(url)]);
  return {
    ...provider,
    endpoints: { ...provider.endpoints, ...Object.fromEntries(filled), ...endpoints },
    hasChosenHosts: endpoints !== undefined || templates.some(([, url]) => hasVariableHost(url)),
  };
}

/**
 * Returns the parameters of a flow: those that were given, as the provider's definition normalizes them, and the defaults.
 * @throws Problem invalid_request for an unknown, missing or refused parameter, before any request
 */
export function readFlowParams(
  provider: Provider,
  given: Readonly<Record<string, string>> = {},
): Readonly<Record<string, string>> {
  if (Object.keys(given).some((name) => !provider.params.includes(name))) {
    const detail = `params: ${provider.displayName} does not take one of these parameters`;
    throw new Problem("invalid_request", { detail, members: { field: "params" } });
  }
  const defaults: Readonly<Record<string, string>> = provider.paramDefaults ?? {};
  return Object.fromEntries(
    provider.params.map((name) => [name, readParam(provider, name, given[name] ?? defaults[name])]),
  );
}

function readParam({ parseParam, displayName }: Provider, name: string, value: string | undefined): string {
  const field = `params.${name}`;
  if (value === undefined || value === "")
    throw new Problem("invalid_request", { detail: `${field}: is required`, members: { field } });
  const parsed = parseParam === undefined ? value : parseParam(name, value);
  if (parsed !== undefined) return parsed;
  const detail = `${field}: is not one that ${displayName} can be connected with here`;
  throw new Problem("invalid_request", { detail, members: { field } });
}
