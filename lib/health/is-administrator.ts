import { Problem } from "../errors.ts";
import { readTokenUser } from "../http/caller.ts";
import { readBearerToken } from "../jwt/bearer-token.ts";
import { verifyToken } from "../jwt/verify-token.ts";
import { describeError, log } from "../log.ts";

type Headers = Readonly<Record<string, string | undefined>>;

/**
 * Whether a request has an administrator's token, for an endpoint that also answers strangers. Everything that is wrong with a token
 * makes its sender a stranger, and so does an issuer whose keys cannot be loaded.
 */
export async function isAdministrator(headers: Headers): Promise<boolean> {
  const token = readBearerToken(headers.authorization);
  if (token === undefined) return false;
  try {
    return (await verifyToken(token)) !== undefined && readTokenUser(token, headers["x-tenant-id"]).user.isAdmin;
  } catch (error) {
    if (!(error instanceof Problem)) log.warn("token not checked", describeError(error));
    return false;
  }
}
