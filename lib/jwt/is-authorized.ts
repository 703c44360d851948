// Verifies access tokens. Authorization is up to the endpoint.
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

/** Clock skew in seconds. */
const clockTolerance = 60;
/** API Gateway's limit for all headers together. */
const maxTokenLength = 8192;

const remoteKeys = createIssuerKeys(issuer, JWT_ALGORITHM);

/** Whether an `Authorization` header contains a valid token. @throws as {@link isValidToken} */
export async function isAuthorized(header: string | undefined): Promise<boolean> {
  const token = /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/i.exec(header ?? "")?.[1];
  return token !== undefined && isValidToken(token);
}

/**
 * Whether a token has a valid signature, our issuer and audience, and the one algorithm this stage allows (RFC 8725
 * section 3.1).
 * Key references in the token's header (`jku`, `x5u`, `jwk`) are ignored.
 * @throws if the issuer's keys cannot be loaded
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

/** Whether the issuer's keys could not be loaded. Such an error is thrown: the gateway answers 500 and caches no denial. */
function isKeyFailure(error: unknown): boolean {
  if (!(error instanceof errors.JOSEError)) return true;
  return (
    error instanceof errors.JWKSTimeout || error instanceof errors.JWKSInvalid || error.code === "ERR_JOSE_GENERIC"
  );
}

/**
 * Checks the audience like API Gateway's own authorizer: Amazon Cognito's access tokens have `client_id` instead of `aud`.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-jwt-authorizer.html
 */
function hasOurAudience({ aud, client_id }: JWTPayload): boolean {
  const audiences: unknown[] = [aud ?? client_id].flat();
  return audience.some((ours) => audiences.includes(ours));
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
