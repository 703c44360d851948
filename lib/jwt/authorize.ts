// It only authenticates: whose token it is and what it may do is judged by the endpoint.
import { createRemoteJWKSet, errors, type JWTVerifyGetKey, jwtVerify } from "jose";
import { config } from "../config.ts";
import { describeError, log } from "../log.ts";
import { count } from "../metrics.ts";
import { readJwtSecrets } from "../store/secrets.ts";

const {
  JWT_ISSUER: issuer,
  JWT_AUDIENCE: audience,
  JWT_ALGORITHM,
} = config("JWT_ISSUER", "JWT_AUDIENCE", "JWT_ALGORITHM");

/** Seconds by which clocks may differ. */
const clockTolerance = 60;
/** API Gateway itself takes no more than this for all headers together. */
const longestToken = 8192;

/** The issuer's published keys: fetched once and again at most once a minute, only from the configured address. */
const remoteKeys = createRemoteJWKSet(new URL(`${issuer.replace(/\/$/, "")}/.well-known/jwks.json`), {
  cooldownDuration: 60_000,
  timeoutDuration: 3000,
});

/**
 * Whether the header carries a token of our issuer, for us, of the one algorithm this stage takes (RFC 8725 section 3.1).
 * Key hints in the token's own header (`jku`, `x5u`, `jwk`) are not followed.
 */
export async function authorizes(header: string | undefined): Promise<boolean> {
  const token = /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/i.exec(header ?? "")?.[1];
  if (token === undefined || token.length > longestToken) return false;
  for (const key of await keys()) {
    if (await isVerified(token, key)) return true;
  }
  return false;
}

async function keys(): Promise<(Uint8Array | JWTVerifyGetKey)[]> {
  if (JWT_ALGORITHM === "ES256") return [remoteKeys];
  const secrets = await readJwtSecrets();
  if (secrets.length === 0) count("SecretMissing");
  return secrets.map((secret) => new TextEncoder().encode(secret));
}

/** Not the token's fault: the keys could not be had. Thrown, so that the gateway answers 500 and caches no refusal. */
function isOurs(error: unknown): boolean {
  if (!(error instanceof errors.JOSEError)) return true;
  return (
    error instanceof errors.JWKSTimeout || error instanceof errors.JWKSInvalid || error.code === "ERR_JOSE_GENERIC"
  );
}

async function isVerified(token: string, key: Uint8Array | JWTVerifyGetKey): Promise<boolean> {
  const options = { issuer, audience, algorithms: [JWT_ALGORITHM], clockTolerance, requiredClaims: ["sub", "exp"] };
  try {
    await (typeof key === "function" ? jwtVerify(token, key, options) : jwtVerify(token, key, options));
    return true;
  } catch (error) {
    if (isOurs(error)) throw error;
    log.info("token refused", describeError(error));
    return false;
  }
}
