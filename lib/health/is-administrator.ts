import { Problem } from "../errors.ts";
import { readTokenUser } from "../http/caller.ts";
import { isAuthorized } from "../jwt/is-authorized.ts";
import { describeError, log } from "../log.ts";

type Headers = Readonly<Record<string, string | undefined>>;

/**
 * Whether a request has an administrator's token, for an endpoint that also answers strangers. Everything that is wrong with a token
 * makes its sender a stranger, and so does an issuer whose keys cannot be loaded.
 */
export async function isAdministrator(headers: Headers): Promise<boolean> {
  const { authorization, "x-tenant-id": tenant } = headers;
  if (authorization === undefined) return false;
  try {
    return (
      (await isAuthorized(authorization)) && readTokenUser(authorization.slice("Bearer ".length), tenant).user.isAdmin
    );
  } catch (error) {
    if (!(error instanceof Problem)) log.warn("token not checked", describeError(error));
    return false;
  }
}
