// The Lambda authorizer of stages whose tokens the gateway cannot verify itself: ES256, or HS256 with a shared secret.
import { authorizes } from "../lib/jwt/authorize.ts";

export const handler = async (event: { headers?: Record<string, string | undefined> }) => ({
  isAuthorized: await authorizes(event.headers?.authorization),
});
