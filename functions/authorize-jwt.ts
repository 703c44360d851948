// Lambda authorizer for stages whose tokens API Gateway cannot verify: ES256, or HS256 with a shared secret.
import { isAuthorized } from "../lib/jwt/is-authorized.ts";

export const handler = async (event: { headers?: Record<string, string | undefined> }) => ({
  isAuthorized: await isAuthorized(event.headers?.authorization),
});
