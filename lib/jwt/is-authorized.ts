// It only authenticates: whose token it is and what it may do is judged by the endpoint.
import { errors, type JWTPayload, type JWTVerifyGetKey, jwtVerify } from "jose";
import { config } from "../config.ts";
import { describeError, log } from "../log.ts";
import { count } from "../metrics.ts";
import { readJwtSecrets } from "../store/secrets.ts";
import { createIssuerKeys } from "./issuer-keys.ts";

const {
  JWT_ISSUER: issuer,
  JWT_AUDIENCE: audience,
  JWT_ALGORITHM,
} = config("JWT_ISSUER", "JWT_AUDIENCE", "JWT_ALGORITHM");

/** Seconds by which clocks may differ. */
const clockTolerance = 60;
/** API Gateway itself takes no more than this for all headers together. */
const maxTokenLength = 8192;

const remoteKeys = createIssuerKeys(issuer, JWT_ALGORITHM);

/** Whether an `Authorization` header carries a token that {@link isValidToken}. */
export async function isAuthorized(header: string | undefined): Promise<boolean> {
  const token = /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/i.exec(header ?? "")?.[1];
  return token !== undefined && isValidToken(token);
}

/**
 * Whether a token is of our issuer, for us, of the one algorithm this stage takes (RFC 8725 section 3.1).
 * Key hints in the token's own header (`jku`, `x5u`, `jwk`) are not followed.
 * @throws when the keys could not be had, which is not the token's fault
 */
export async function isValidToken(token: string): Promise<boolean> {
  if (token.length > maxTokenLength) return false;
  for (const key of await loadKeys()) {
    if (await hasValidSignature(token, key)) return true;
  }
  return false;
}

async function loadKeys(): Promise<(Uint8Array | JWTVerifyGetKey)[]> {
  if (JWT_ALGORITHM !== "HS256") return [await remoteKeys()];
  const secrets = await readJwtSecrets();
  if (secrets.length === 0) count("SecretMissing");
  return secrets.map((secret) => new TextEncoder().encode(secret));
}

/** Not the token's fault: the keys could not be had. Thrown, so that the gateway answers 500 and caches no refusal. */
function isKeyFailure(error: unknown): boolean {
  if (!(error instanceof errors.JOSEError)) return true;
  return (
    error instanceof errors.JWKSTimeout || error instanceof errors.JWKSInvalid || error.code === "ERR_JOSE_GENERIC"
  );
}

/**
 * As API Gateway's own authorizer judges: access tokens of Amazon Cognito have `client_id` instead of `aud`.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-jwt-authorizer.html
 */
function hasOurAudience({ aud, client_id }: JWTPayload): boolean {
  const named: unknown[] = [aud ?? client_id].flat();
  return audience.some((ours) => named.includes(ours));
}

async function hasValidSignature(token: string, key: Uint8Array | JWTVerifyGetKey): Promise<boolean> {
  const options = { issuer, algorithms: [JWT_ALGORITHM], clockTolerance, requiredClaims: ["sub", "exp"] };
  try {
    const verified = await (typeof key === "function"
      ? jwtVerify(token, key, options)
      : jwtVerify(token, key, options));
    return hasOurAudience(verified.payload);
  } catch (error) {
    if (isKeyFailure(error)) throw error;
    log.info("token refused", describeError(error));
    return false;
  }
}
