// One kind of token that a stage takes: who issued it, how it is checked, and what its claims mean.
import * as z from "zod";

/** Written for the issuer or the audience of tokens that name none. */
export const unnamed = "none";

/** The stage's configuration writes it (infra/config/jwt.ts), Lambdas read it from JWT_ENTRIES. */
export const jwtEntrySchema = () =>
  z.object({
    /** Absent in the first entry: its users have the keys of a stage with one entry. */
    name: z.string().optional(),
    /** "none": takes only tokens without `iss`. */
    issuer: z.string(),
    /** "none": takes only tokens without `aud`. */
    audience: z.union([z.literal(unnamed), z.array(z.string()).readonly()]),
    algorithm: jwtAlgorithmSchema(),
    userClaim: z.string(),
    tenantClaim: z.string().optional(),
    adminClaim: z.string().optional(),
    adminValue: z.string().optional(),
    stageAdmin: z.object({ claim: z.string(), value: z.string() }).optional(),
    /** Claims that a token must have with exactly these values. */
    requiredClaims: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
    /** Seconds from `iat`. */
    maxAgeSeconds: z.number().optional(),
    /** Whether its users are those of the first entry. */
    sameUsers: z.boolean(),
  });

export type JwtEntry = z.output<ReturnType<typeof jwtEntrySchema>>;

export const jwtAlgorithmSchema = () => z.enum(["RS256", "RS384", "RS512", "ES256", "HS256"]);
