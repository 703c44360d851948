import type { Api } from "./client.ts";
import { list, record, text } from "./read.ts";

/** Something an account needs before it can connect, such as a shop or a region. */
export interface Param {
  readonly name: string;
  readonly label: string;
  readonly placeholder: string;
  readonly options: readonly string[];
}

export interface Provider {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly category: string;
  readonly configured: boolean;
  readonly params: readonly Param[];
}

function readParam(value: unknown): Param {
  const found = typeof value === "string" ? { name: value } : record(value);
  const name = text(found.name) || text(found.id);
  return {
    name,
    label: text(found.label) || name,
    placeholder: text(found.placeholder),
    options: list(found.options, text),
  };
}

function readProvider(value: unknown): Provider {
  const found = record(value);
  return {
    id: text(found.id),
    name: text(found.name) || text(found.id),
    description: text(found.description),
    category: text(found.category) || "Other",
    configured: found.configured !== false,
    params: list(found.params, readParam).filter((param) => param.name),
  };
}

export const listCatalogue = (api: Api) =>
  api.call("GET", "/api/integrations/available", (body) => list(body, readProvider).filter((provider) => provider.id));
