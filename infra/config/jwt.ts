// The issuers whose tokens a stage takes: one entry, or a list of them.
import { z } from "zod";
import type { JwtEntry } from "../../lib/jwt-entry.ts";
import { addressSchema } from "./addresses.ts";
import { findMistake, type Mistake } from "./jwt-mistakes.ts";

const textSchema = z.string("is missing").min(1, "must not be empty");

const entrySchema = z.strictObject(
  {
    /**
     * Part of the keys of its users' data, and of its secret's name; the first entry goes without. The order and the names of a list
     * in use must stay: under another name or in the first place the same people are other users.
     */
    name: z
      .string("must be text")
      .regex(/^[a-z][a-z0-9]{0,11}$/, "must be 1 to 12 lower-case letters and digits, a letter first")
      .optional(),
    /** What `iss` must be, exactly. "none", for HS256: takes only tokens without `iss`. */
    issuer: textSchema,
    /** One of them must be in `aud`. "none", for HS256: takes only tokens without `aud`. */
    audience: z.union(
      [z.literal("none"), z.array(textSchema).min(1, "must name at least one audience")],
      'must be a list, or "none"',
    ),
    /**
     * A single entry with RS*: API Gateway checks the tokens. ES256, HS256 with a shared secret, and every list: a small Lambda
     * authorizer checks them.
     */
    algorithm: z.enum(["RS256", "RS384", "RS512", "ES256", "HS256"], "must be RS256, RS384, RS512, ES256 or HS256"),
    /** The claim that says who the user is. */
    userClaim: textSchema.default("sub"),
    /**
     * The claim with the user's tenant, or a list of tenants. Users must not be able to edit it. Without it every user is a tenant
     * of their own.
     */
    tenantClaim: textSchema.optional(),
    /** Claim and value of an administrator of the own tenant. */
    adminClaim: textSchema.optional(),
    adminValue: textSchema.optional(),
    /** Claim and value of an administrator of the stage, who sees all tenants. Without it nobody does. */
    stageAdmin: z.strictObject({ claim: textSchema, value: textSchema }).optional(),
    /** Exact values that tell an access token from the other tokens that the issuer signs. */
    requiredClaims: z
      .record(z.string(), z.union([z.string(), z.number(), z.boolean()], "must be text, a number, true or false"))
      .default({}),
    /** Counted from `iat`; older tokens are refused, and those from the future. */
    maxAgeSeconds: z.int("must be a whole number").positive("must be more than 0").optional(),
    /** True: a user or tenant of this entry is that of the same name in the first one. */
    sameUsers: z.boolean("must be true or false").default(false),
  },
  "must have issuer, audience and algorithm",
) satisfies z.ZodType<JwtEntry>;

type EntryInput = z.input<typeof entrySchema>;
export type JwtInput = EntryInput | readonly EntryInput[];
/** All entries, filled in. The first has no name, whatever it is called in the list. */
export type JwtEntries = readonly [JwtEntry, ...JwtEntry[]];

/** One entry, or a list of entries; a mistake is reported at the path that it has in the file. */
export const jwtSchema = z.custom<JwtInput>().transform((given, context): JwtEntries => {
  const isList = Array.isArray(given);
  const found = z
    .array(entrySchema)
    .min(1, "must name an issuer")
    .safeParse(isList ? given : [given]);
  const mistake = found.error ? toMistake(found.error) : findMistake(found.data);
  if (mistake) {
    const path = isList ? [...mistake.path] : mistake.path.slice(1);
    context.addIssue({ code: "custom", message: mistake.sentence, path, input: given });
  }
  const [first, ...others] = found.data ?? [];
  if (mistake || first === undefined) return z.NEVER;
  const { name: _, ...withoutName } = first;
  return [withoutName, ...others];
});

function toMistake({ issues: [issue] }: z.ZodError): Mistake {
  const { path = [], message = "is wrong" } = issue ?? {};
  if (issue?.code !== "unrecognized_keys") return { path, sentence: message };
  return { path: [...path, issue.keys[0] ?? ""], sentence: "is not a setting" };
}

/** Whether API Gateway checks the tokens itself. It verifies RSA signatures only, and an authorizer of its takes one issuer:
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-jwt-authorizer.html */
export const isCheckedByGateway = ([first, ...others]: JwtEntries): boolean =>
  others.length === 0 && first.algorithm.startsWith("RS");

/** Whether the entries say more than the variables that Lambdas have for a single one. */
export const needsEntryList = ([{ issuer, audience, ...first }, ...others]: JwtEntries): boolean =>
  others.length > 0 ||
  issuer === "none" ||
  audience === "none" ||
  first.userClaim !== "sub" ||
  Object.keys(first.requiredClaims).length > 0 ||
  first.maxAgeSeconds !== undefined;

/** The entry whose issuer the settings page signs in with: the first that can have a sign-in page. */
export const findSignInEntry = (entries: JwtEntries): JwtEntry | undefined =>
  entries.find(({ issuer }) => addressSchema.safeParse(issuer).success);
