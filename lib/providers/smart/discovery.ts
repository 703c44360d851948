// SMART discovery: where a FHIR server's users sign in. https://hl7.org/fhir/smart-app-launch/conformance.html#using-well-known
import * as z from "zod";
import { ProviderError } from "../../http/provider-error.ts";
import { classifyByStatus } from "../../http/provider-json.ts";
import type { Endpoints } from "../../oauth/definition.ts";

export interface DiscoveredServer {
  readonly fhirBaseUrl: string;
  /** Hosts beside its own that its endpoints may be on. */
  readonly hosts: readonly string[];
}

const documentSchema = () =>
  z.object({
    /** Required of servers that users sign in to. */
    authorization_endpoint: z.string().optional(),
    token_endpoint: z.string(),
    revocation_endpoint: z.string().optional(),
    grant_types_supported: z.array(z.string()),
    capabilities: z.array(z.string()),
    code_challenge_methods_supported: z.array(z.string()),
  });
type Document = z.output<ReturnType<typeof documentSchema>>;

/**
 * Reads the endpoints of a FHIR server from below its base, including the base's own path.
 * @throws ProviderError permanent for a document that does not have what is required, or names an endpoint on another host than the
 *   server's; otherwise as the request fails
 */
export async function discoverEndpoints(
  server: DiscoveredServer,
  fetch: (url: string, init?: RequestInit) => Promise<Response>,
): Promise<Partial<Endpoints>> {
  const url = `${server.fhirBaseUrl}/.well-known/smart-configuration`;
  const answer = await fetch(url, { headers: { accept: "application/json" } });
  if (!answer.ok)
    throw new ProviderError(classifyByStatus({ status: answer.status, headers: answer.headers, body: undefined }));
  const document = parseDocument(await answer.text());
  const resolve = (endpoint: string) => resolveEndpoint(endpoint, server);
  return {
    api: server.fhirBaseUrl,
    token: resolve(document.token_endpoint),
    ...(document.authorization_endpoint ? { authorize: resolve(document.authorization_endpoint) } : {}),
    ...(document.revocation_endpoint ? { revoke: resolve(document.revocation_endpoint) } : {}),
  };
}

function parseDocument(text: string): Document {
  const parsed = documentSchema().safeParse(tryParse(text));
  if (!parsed.success) throw refuse("discovery_incomplete");
  const methods = parsed.data.code_challenge_methods_supported;
  if (!methods.includes("S256") || methods.includes("plain")) throw refuse("discovery_without_s256");
  return parsed.data;
}

function tryParse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * A document that names other hosts could send users, codes and our client's secret anywhere. Older servers write paths, which are
 * meant below the FHIR base.
 */
function resolveEndpoint(endpoint: string, { fhirBaseUrl, hosts }: DiscoveredServer): string {
  const base = new URL(`${fhirBaseUrl}/`);
  const url = URL.parse(endpoint, base.href);
  const isClean = url !== null && url.username === "" && url.password === "" && url.hash === "";
  if (!isClean || url.protocol !== base.protocol || ![base.host, ...hosts].includes(url.host))
    throw refuse("discovery_foreign_host");
  return url.href;
}

const refuse = (code: string) => new ProviderError({ kind: "permanent", code });
