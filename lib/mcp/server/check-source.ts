// Against pages that reach this server through a browser of its user: modelcontextprotocol.io/specification, "Security Warning" of
// the transport over HTTP.
import { config } from "../../config.ts";
import { Problem } from "../../errors.ts";

interface Source {
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** The API's own name at AWS, which it has behind a CDN. */
  readonly gatewayHost: string;
}

/**
 * Programs send no Origin; a page is of the stage's application. The Host is ours, or a page has had its own name lead to our address
 * (DNS rebinding).
 * @throws Problem forbidden
 */
export function checkSource({ headers, gatewayHost }: Source): void {
  const { PUBLIC_BASE_URL, ALLOWED_ORIGINS } = config("PUBLIC_BASE_URL", "ALLOWED_ORIGINS");
  const { origin, host } = headers;
  if (origin !== undefined && origin !== PUBLIC_BASE_URL && !ALLOWED_ORIGINS.includes(origin))
    throw new Problem("forbidden", { detail: "This page may not call the MCP server." });
  const ours = [new URL(PUBLIC_BASE_URL).host, gatewayHost.toLowerCase()];
  if (!ours.includes(host?.toLowerCase() ?? ""))
    throw new Problem("forbidden", { detail: "The Host is not this server's." });
}
