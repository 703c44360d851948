// Lambda authorizer for stages whose tokens API Gateway cannot verify itself: ES256, HS256 with a shared secret, or several issuers.
// It lets every request through and tells the endpoint what it found, so that a bad token is answered with 401: API Gateway would
// answer 403 for it, and no client renews its token then.
import { toAuthorizerContext } from "../lib/jwt/verdict.ts";
import { verifyAuthorization } from "../lib/jwt/verify-token.ts";

interface AuthorizerEvent {
  readonly headers?: Readonly<Record<string, string | undefined>>;
  readonly stageVariables?: Readonly<Record<string, string | undefined>> | null;
}

export const handler = async ({ headers, stageVariables }: AuthorizerEvent) => {
  const context = toAuthorizerContext(await verifyAuthorization(headers?.authorization));
  // Set last in an update, when no endpoint is left that takes a request for verified because it was let through.
  const isVerdictRead = stageVariables?.verdicts === "read";
  return { isAuthorized: isVerdictRead || context.verdict === "verified", context };
};
