// The MCP server as a resource that others issue tokens for: RFC 9728 section 2.
import { config } from "../../config.ts";
import { listEntries } from "../../jwt/entries.ts";
import { type JwtEntry, unnamed } from "../../jwt-entry.ts";

const getBase = (): string => config("PUBLIC_BASE_URL").PUBLIC_BASE_URL;

const getServerUrl = (): string => `${getBase()}/api/mcp`;

/** Where the description is: the path of the resource stands at the end (RFC 9728 section 3.1). */
export const getMetadataUrl = (): string => `${getBase()}/.well-known/oauth-protected-resource/api/mcp`;

/** Names the issuers whose tokens can name this API as their audience and who can be asked for one. */
export function describeResource(entries: readonly JwtEntry[] = listEntries()) {
  const issuers = entries.filter(isAskable).map(({ issuer }) => issuer);
  return {
    resource: getServerUrl(),
    authorization_servers: [...new Set(issuers)],
    bearer_methods_supported: ["header" as const],
    resource_name: "Patchbay",
  };
}

const isAskable = ({ issuer, audience }: JwtEntry): boolean =>
  audience !== unnamed && /^https?:$/.test(URL.parse(issuer)?.protocol ?? "");
