import type { Provider } from "../../../lib/oauth/definition.ts";

/** The provider with every endpoint at another origin and the same path. */
export function withOrigin(provider: Provider, origin: string): Provider {
  const endpoints = Object.entries(provider.endpoints).map(([name, url]) => [
    name,
    origin + new URL(String(url)).pathname,
  ]);
  const trimmed = endpoints.map(([name, url]) => [
    name,
    name === "api" && provider.id !== "slack" ? url?.replace(/\/$/, "") : url,
  ]);
  return { ...provider, endpoints: { ...provider.endpoints, ...Object.fromEntries(trimmed) } };
}
