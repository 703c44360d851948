// Entries that would let in whom nobody meant to let in.
import type { JwtEntry } from "../../lib/jwt-entry.ts";
import { addressSchema } from "./addresses.ts";

export interface Mistake {
  /** Where it is, within the entry or the list. */
  readonly path: readonly PropertyKey[];
  /** Follows the name of the field: "must …". */
  readonly sentence: string;
}

const unnamed = "none";

const checks: readonly ((entry: JwtEntry) => Mistake | false | undefined)[] = [
  ({ issuer, algorithm }) =>
    algorithm !== "HS256" &&
    issuer === unnamed && {
      path: ["issuer"],
      sentence: 'may be "none" only for HS256: published keys belong to an issuer',
    },
  ({ issuer, algorithm }) => algorithm !== "HS256" && findAddressMistake(issuer),
  ({ audience, algorithm }) =>
    algorithm !== "HS256" &&
    audience === unnamed && {
      path: ["audience"],
      sentence: 'may be "none" only for HS256: an identity provider signs tokens for other applications too',
    },
  ({ issuer, requiredClaims }) =>
    issuer === unnamed &&
    Object.keys(requiredClaims).length === 0 && {
      path: ["requiredClaims"],
      sentence:
        'must name a claim, such as {type: "access"}, where the issuer is "none": the same secret signs other tokens',
    },
  ({ issuer, maxAgeSeconds }) =>
    issuer === unnamed &&
    maxAgeSeconds === undefined && { path: ["maxAgeSeconds"], sentence: 'must be set where the issuer is "none"' },
  (entry) =>
    isUnnamed(entry) &&
    entry.stageAdmin && { path: ["stageAdmin"], sentence: 'must not be set where issuer or audience is "none"' },
  (entry) =>
    !isStageAdminDistinct(entry) && {
      path: ["stageAdmin"],
      sentence: "must differ from adminClaim and adminValue, or every tenant's administrators see all tenants",
    },
];

/** Finds the first mistake in a list of entries. */
export function findMistake(entries: readonly JwtEntry[]): Mistake | undefined {
  for (const [index, entry] of entries.entries()) {
    const mistake = findEntryMistake(entry) ?? findConflict(entry, entries.slice(0, index));
    if (mistake) return { ...mistake, path: [index, ...mistake.path] };
  }
  return undefined;
}

const findEntryMistake = (entry: JwtEntry): Mistake | undefined =>
  checks.map((check) => check(entry)).find((mistake) => mistake) || undefined;

/** What one entry cannot be because of those before it. */
function findConflict(
  { name, issuer, algorithm, sameUsers }: JwtEntry,
  earlier: readonly JwtEntry[],
): Mistake | undefined {
  if (earlier.length === 0) {
    return sameUsers
      ? { path: ["sameUsers"], sentence: "must not be set in the first entry, whose users they are" }
      : undefined;
  }
  if (name === undefined) return { path: ["name"], sentence: "is missing: every entry but the first needs one" };
  if (earlier.some((one) => one.name === name)) return { path: ["name"], sentence: "must differ from those before it" };
  if (issuer === unnamed && earlier.some((one) => one.issuer === unnamed)) {
    return { path: ["issuer"], sentence: 'may be "none" in one entry only' };
  }
  if (earlier.some((one) => one.issuer === issuer && one.algorithm === algorithm)) {
    return {
      path: ["issuer"],
      sentence: "must not be that of an entry with the same algorithm: together they choose the entry",
    };
  }
  return undefined;
}

/** The issuer of published keys is where they are found. */
function findAddressMistake(issuer: string): Mistake | undefined {
  const message = addressSchema.safeParse(issuer).error?.issues[0]?.message;
  return message === undefined ? undefined : { path: ["issuer"], sentence: message };
}

const isUnnamed = ({ issuer, audience }: JwtEntry): boolean => issuer === unnamed || audience === unnamed;

/** With the same claim and value, the administrators of every tenant would see all tenants. */
const isStageAdminDistinct = ({ tenantClaim, adminClaim, adminValue, stageAdmin }: JwtEntry): boolean =>
  tenantClaim === undefined ||
  stageAdmin === undefined ||
  stageAdmin.claim !== adminClaim ||
  stageAdmin.value !== adminValue;
