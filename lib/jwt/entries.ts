// Which entry of the stage's configuration a token belongs to. Nothing here checks a signature.
import { config } from "../config.ts";
import { type JwtEntry, unnamed } from "../jwt-entry.ts";

/** What the claims of an entry's tokens mean. */
export type ClaimRules = Omit<JwtEntry, "issuer" | "audience" | "algorithm"> & Partial<JwtEntry>;

/** The parts of a token that are read, whether it is verified or not. Neither is known to be an object. */
export interface DecodedToken {
  readonly header: unknown;
  readonly payload: unknown;
}

const { JWT_ENTRIES, ...plain } = config(
  "JWT_ENTRIES",
  "TENANT_CLAIM",
  "ADMIN_CLAIM",
  "ADMIN_VALUE",
  "STAGE_ADMIN_CLAIM",
  "STAGE_ADMIN_VALUE",
);

/** The only entry of a stage without JWT_ENTRIES; also of a Lambda that an update has not given them yet. */
const onlyRules: ClaimRules = {
  userClaim: "sub",
  tenantClaim: plain.TENANT_CLAIM,
  adminClaim: plain.ADMIN_CLAIM,
  adminValue: plain.ADMIN_VALUE,
  ...(plain.STAGE_ADMIN_CLAIM !== undefined && plain.STAGE_ADMIN_VALUE !== undefined
    ? { stageAdmin: { claim: plain.STAGE_ADMIN_CLAIM, value: plain.STAGE_ADMIN_VALUE } }
    : {}),
  requiredClaims: {},
  sameUsers: false,
};

/**
 * Lists the entries with what their tokens are verified by.
 * @throws Error where the environment lacks it, as that of most endpoints does
 */
export function listEntries(): readonly JwtEntry[] {
  if (JWT_ENTRIES !== undefined) return JWT_ENTRIES;
  const { JWT_ISSUER, JWT_AUDIENCE, JWT_ALGORITHM } = config("JWT_ISSUER", "JWT_AUDIENCE", "JWT_ALGORITHM");
  return [{ ...onlyRules, issuer: JWT_ISSUER, audience: JWT_AUDIENCE, algorithm: JWT_ALGORITHM }];
}

/** The rules for a token's claims; undefined for a token of no entry. A stage's only entry needs no search: all tokens are its. */
export const findClaimRules = (token: DecodedToken): ClaimRules | undefined =>
  JWT_ENTRIES === undefined ? onlyRules : findEntry(JWT_ENTRIES, token);

/** The name by which users of an issuer are known; undefined for those of the first entry. */
export function findEntryName(issuer: string): string | undefined {
  const found = JWT_ENTRIES?.find((entry) => entry.issuer === issuer);
  return found?.sameUsers ? undefined : found?.name;
}

/** Finds the entry with a token's `iss` and `alg`, both exactly. */
export function findEntry(entries: readonly JwtEntry[], { header, payload }: DecodedToken): JwtEntry | undefined {
  const algorithm = readClaim(header, "alg");
  const hasIssuer = Object.hasOwn(Object(payload), "iss");
  const issuer = readClaim(payload, "iss");
  return entries.find(
    (entry) =>
      entry.algorithm === algorithm && (entry.issuer === unnamed ? !hasIssuer : hasIssuer && entry.issuer === issuer),
  );
}

/** A member of a token's part. Only its own members count, never what every object inherits. */
export const readClaim = (part: unknown, name: string | undefined): unknown =>
  name !== undefined && Object.hasOwn(Object(part), name) ? Object(part)[name] : undefined;

/** Decodes a token (RFC 7515 section 3.1) without checking anything. */
export function decodeToken(token: string): DecodedToken {
  const [header, payload] = token.split(".", 2).map(decodeJson);
  return { header, payload };
}

function decodeJson(base64url: string): unknown {
  try {
    return JSON.parse(Buffer.from(base64url, "base64url").toString("utf8"));
  } catch {
    return undefined;
  }
}
