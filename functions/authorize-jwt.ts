// The Lambda authorizer of earlier releases, which refuses a request itself. Routes of this release use verify-token; this one
// stays for stages that go back (infra/decisions/authorizers-tell-endpoints.md). Endpoints of an earlier release know one issuer
// only, so it takes the first entry's tokens alone.
import { toAuthorizerContext } from "../lib/jwt/verdict.ts";
import { verifyAuthorization } from "../lib/jwt/verify-token.ts";

export const handler = async (event: { headers?: Record<string, string | undefined> }) => {
  const entry = await verifyAuthorization(event.headers?.authorization);
  return { isAuthorized: entry !== undefined && entry.name === undefined, context: toAuthorizerContext(entry) };
};
