// Shopify's token answers as standard ones (RFC 6749 section 5).

/** Of an expiring token; an answer that does not say is still about one when it has a refresh token. */
const lifetimeSeconds = 3600;

/**
 * Shopify leaves out the token's type, separates scopes by commas and names a scope to write without the one to read that it
 * includes (shopify.dev/docs/api/usage/access-scopes). A refresh token that is no longer valid is an `invalid_request`, which only
 * its text tells from others.
 */
export function standardizeToken(answer: Record<string, unknown>): Record<string, unknown> {
  const { scope, error, error_description: text, refresh_token, expires_in } = answer;
  const isDeadToken = error === "invalid_request" && typeof text === "string" && /\bactive refresh_token\b/.test(text);
  return {
    ...answer,
    ...(error === undefined ? { token_type: "bearer" } : {}),
    ...(typeof scope === "string" ? { scope: addImplied(scope.split(",")).join(" ") } : {}),
    ...(isDeadToken ? { error: "inactive_refresh_token" } : {}),
    ...(refresh_token !== undefined && expires_in === undefined ? { expires_in: lifetimeSeconds } : {}),
  };
}

function addImplied(scopes: readonly string[]): string[] {
  const named = scopes.map((scope) => scope.trim()).filter((scope) => scope !== "");
  const implied = named.map((scope) => scope.replace(/^write_/, "read_"));
  return [...new Set([...named, ...implied])];
}
