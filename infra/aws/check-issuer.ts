// Reads an issuer's discovery document as API Gateway does when it creates an authorizer: a mistake there would end the
// deployment in the middle.
import { z } from "zod";
import type { Stage } from "../config.ts";

const discoverySchema = z.object({ issuer: z.string(), jwks_uri: z.url() });
const jwksSchema = z.object({ keys: z.array(z.object({ kty: z.string(), use: z.string().optional() })) });

/**
 * Checks the issuers whose discovery document is used: of users' tokens, unless they are signed with a shared secret, and of
 * Pub/Sub pushes.
 * @throws Error in one sentence that names the setting
 */
export async function checkIssuers({ jwt, pubsub }: Pick<Stage, "jwt" | "pubsub">, read = fetch): Promise<void> {
  for (const [index, { issuer, algorithm }] of jwt.entries()) {
    if (algorithm === "HS256") continue;
    const setting = jwt.length === 1 ? "jwt" : `jwt[${index}]`;
    await checkIssuer(
      { setting: `${setting}.issuer`, issuer, keyType: algorithm.startsWith("ES") ? "EC" : "RSA" },
      read,
    );
  }
  if (pubsub) await checkIssuer({ setting: "pubsub.issuer", issuer: pubsub.issuer, keyType: "RSA" }, read);
}

interface Checked {
  /** Where the issuer stands in the stage's file. */
  readonly setting: string;
  readonly issuer: string;
  readonly keyType: "RSA" | "EC";
}

/** https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderConfigurationValidation: the issuer is compared exactly. */
async function checkIssuer({ setting, issuer, keyType }: Checked, read: typeof fetch): Promise<void> {
  const address = `${issuer.replace(/\/$/, "")}/.well-known/openid-configuration`;
  const found = await readJson(setting, address, discoverySchema, read);
  if (found.issuer !== issuer) {
    throw new Error(
      `${setting} is ${quote(issuer)}, but ${address} names the issuer ${quote(found.issuer)}: they must be the same, character by character.`,
    );
  }
  const { keys } = await readJson(setting, found.jwks_uri, jwksSchema, read);
  if (keys.some(({ kty, use = "sig" }) => kty === keyType && use === "sig")) return;
  throw new Error(
    `${setting}: ${found.jwks_uri} has no ${keyType} key to check signatures with; is the algorithm right?`,
  );
}

async function readJson<S extends z.ZodType>(
  setting: string,
  address: string,
  schema: S,
  read: typeof fetch,
): Promise<z.output<S>> {
  const response = await read(address, { signal: AbortSignal.timeout(10_000) }).catch((cause: unknown) => {
    throw new Error(`${setting}: ${address} cannot be reached; is the address right?`, { cause });
  });
  if (!response.ok) throw new Error(`${setting}: ${address} answers ${response.status}; is the address right?`);
  const parsed = schema.safeParse(await response.json().catch(() => undefined));
  if (parsed.success) return parsed.data;
  throw new Error(`${setting}: ${address} is not what an identity provider publishes there; is the address right?`);
}

/** What a stranger's server answered may hold anything: it is shortened, and control characters are escaped. */
const quote = (text: string) => JSON.stringify(text.slice(0, 200));
