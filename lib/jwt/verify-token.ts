// Verifies access tokens. Authorization is up to the endpoint.
import { errors, type JWTPayload, type JWTVerifyGetKey, type JWTVerifyOptions, jwtVerify } from "jose";
import { type JwtEntry, unnamed } from "../jwt-entry.ts";
import { describeError, log } from "../log.ts";
import { count } from "../metrics.ts";
import { readJwtSecrets } from "../store/secrets.ts";
import { readBearerToken } from "./bearer-token.ts";
import { clockSkewSeconds, fitsClaimRules, hasServiceScope } from "./claim-checks.ts";
import { decodeToken, findEntry, listEntries, readClaim } from "./entries.ts";
import { createIssuerKeys } from "./issuer-keys.ts";

/** API Gateway's limit for all headers together. */
const maxTokenLength = 8192;
/** RFC 7518 section 3.2: a key of the hash's size or larger. */
const minSecretBytes = 32;

const entries = listEntries();
/** The keys of the issuers that publish theirs, loaded on first use. */
const publishedKeys = new Map(
  entries
    .filter(({ algorithm }) => algorithm !== "HS256")
    .map(({ name, issuer, algorithm }) => [name, createIssuerKeys(issuer, algorithm)]),
);

/** Verifies the token of an `Authorization` header. @throws as {@link verifyToken} */
export async function verifyAuthorization(header: string | undefined): Promise<JwtEntry | undefined> {
  const token = readBearerToken(header);
  return token === undefined ? undefined : verifyToken(token);
}

/**
 * Verifies a token's signature, issuer, audience, lifetime and kind. Its `iss` and `alg` together choose the entry before any key
 * is tried, and only the keys of that entry are (RFC 8725 sections 3.1 and 3.8).
 * Key references in the token's header (`jku`, `x5u`, `jwk`) are ignored.
 * @returns the token's entry; undefined for a token that is not valid
 * @throws if the issuer's keys or the secret cannot be loaded
 */
export async function verifyToken(token: string, now: () => number = Date.now): Promise<JwtEntry | undefined> {
  if (token.length > maxTokenLength) return undefined;
  const entry = findEntry(entries, decodeToken(token));
  if (entry === undefined) return undefined;
  for (const key of await loadKeys(entry)) {
    if (await isSigned(token, key, entry, now())) return entry;
  }
  return undefined;
}

async function loadKeys(entry: JwtEntry): Promise<(Uint8Array | JWTVerifyGetKey)[]> {
  const published = publishedKeys.get(entry.name);
  if (published !== undefined) return [await published()];
  const texts = await readJwtSecrets(entry.name);
  const secrets = texts.map((text) => new TextEncoder().encode(text)).filter((secret) => isLongEnough(secret, entry));
  if (secrets.length === 0) count("SecretMissing");
  return secrets;
}

/** A secret of a stage whose tokens all have one issuer and our audience may be shorter: such stages are in use. */
const isLongEnough = (secret: Uint8Array, { name, issuer, audience }: JwtEntry): boolean =>
  secret.length >= minSecretBytes || (name === undefined && issuer !== unnamed && audience !== unnamed);

/** Whether the issuer's keys could not be loaded. Such an error is thrown: the gateway answers 500 and caches no denial. */
function isKeyFailure(error: unknown): boolean {
  if (!(error instanceof errors.JOSEError)) return true;
  return (
    error instanceof errors.JWKSTimeout || error instanceof errors.JWKSInvalid || error.code === "ERR_JOSE_GENERIC"
  );
}

/**
 * Checks the audience like API Gateway's own authorizer: Amazon Cognito's access tokens have `client_id` instead of `aud`.
 * A token that names an audience is for nobody who has no name (RFC 7519 section 4.1.3).
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-jwt-authorizer.html
 */
function hasOurAudience(payload: JWTPayload, audience: JwtEntry["audience"]): boolean {
  if (audience === unnamed) return !Object.hasOwn(payload, "aud");
  const audiences: unknown[] = [payload.aud ?? payload.client_id].flat();
  return audience.some((ours) => audiences.includes(ours));
}

async function isSigned(
  token: string,
  key: Uint8Array | JWTVerifyGetKey,
  entry: JwtEntry,
  nowMs: number,
): Promise<boolean> {
  const options: JWTVerifyOptions = {
    algorithms: [entry.algorithm],
    clockTolerance: clockSkewSeconds,
    currentDate: new Date(nowMs),
    requiredClaims: ["exp"],
    ...(entry.issuer === unnamed ? {} : { issuer: entry.issuer }),
  };
  try {
    const { payload } = await (typeof key === "function"
      ? jwtVerify(token, key, options)
      : jwtVerify(token, key, options));
    if (!hasOurAudience(payload, entry.audience) || !fitsClaimRules(payload, entry, nowMs / 1000)) return false;
    // A service's token may name no user.
    return readClaim(payload, entry.userClaim) !== undefined || hasServiceScope(payload);
  } catch (error) {
    if (isKeyFailure(error)) throw error;
    log.info("token refused", describeError(error));
    return false;
  }
}
