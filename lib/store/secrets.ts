// Reads secrets from Secrets Manager, on demand. Each is `{current, previous?}`.
import {
  DescribeSecretCommand,
  GetSecretValueCommand,
  ResourceNotFoundException,
} from "@aws-sdk/client-secrets-manager";
import { secretsClient } from "../aws/secrets-manager.ts";
import { requireEnvironment } from "../environment.ts";
import { Problem } from "../errors.ts";
import { ttlCache } from "../ttl-cache.ts";
import { operatorValueTtl } from "./operator-value-ttl.ts";
import { listActive, parseSecret, type Secret } from "./secret-value.ts";

const manager = secretsClient({ maxAttempts: 2 });

const secrets = ttlCache<Secret | undefined>(operatorValueTtl);
const existing = ttlCache<true | undefined>(operatorValueTtl);

/** A secret's id and, for one release, the one that it had in 0.1.0: `npm run secrets` copies it. */
function listSecretIds(name: string): readonly string[] {
  const stage = requireEnvironment("STAGE");
  return [`patchbay/${stage}/${name}`, `${stage}/${name}`];
}

/**
 * Whether a secret is stored, without reading its value. One that is scheduled for deletion is not.
 * @param name such as `slack/webhook`
 * @throws what Secrets Manager answers, unless it is that the secret does not exist
 */
export async function isSecretStored(name: string): Promise<boolean> {
  for (const SecretId of listSecretIds(name)) {
    const found = await manager.send(new DescribeSecretCommand({ SecretId })).catch(undefinedWhenMissing);
    if (found !== undefined && !found.DeletedDate) return true;
  }
  return false;
}

/** Whether the operator has stored a client of the provider. True when Secrets Manager does not answer. */
export async function isProviderConfigured(provider: string): Promise<boolean> {
  const stored = existing.read(provider, async () => (await isSecretStored(`${provider}/client`)) || undefined);
  return (await stored.catch(() => true)) === true;
}

/** @returns a provider's OAuth client secret; undefined if the operator has stored none @throws Problem provider_unavailable */
export async function readClientSecret(provider: string): Promise<string | undefined> {
  return (await readSecret(`${provider}/client`))?.current;
}

/**
 * Reads the secrets for HS256 tokens of an issuer: the current and, during a rotation, the previous one.
 * @param entry the issuer's name in the stage's list; undefined for the first
 */
export const readJwtSecrets = (entry?: string) => readActiveSecrets(entry === undefined ? "jwt" : `jwt/${entry}`);

export const readWebhookSecrets = (provider: string) => readActiveSecrets(`${provider}/webhook`);

/** Reads the secrets we sign subscription tokens with: the current one first and, during a rotation, the previous one. */
export const readSubscriptionSecrets = () => readActiveSecrets("channel-signing");

/** The secret under which phone numbers are hashed; none where the operator has not made one. */
export const readCustomersSecret = async (): Promise<string | undefined> => (await readSecret("customers"))?.current;

/** The key that signs whose rows a query may see, as `npm run database` has written it. @throws Problem provider_unavailable */
export const readDatabaseContextKey = async (): Promise<string | undefined> =>
  (await readSecret("database/context"))?.current;

/** What `npm run secrets` has switched on of questions to the database. @throws Problem provider_unavailable */
export const readMcpSwitches = async (): Promise<string | undefined> => (await readSecret("mcp"))?.current;

/** An API key of the operator's own, such as `acme/api-key`. @throws Problem provider_unavailable */
export const readApiKey = async (name: string): Promise<string | undefined> => (await readSecret(name))?.current;

/** @returns an empty list if there is no such secret @throws Problem provider_unavailable, also for a malformed value */
async function readActiveSecrets(name: string): Promise<string[]> {
  return listActive(await readSecret(name));
}

const readSecret = (name: string): Promise<Secret | undefined> =>
  secrets.read(name, async () => {
    const [id = "", formerId = ""] = listSecretIds(name);
    return (await loadSecret(id)) ?? (await loadSecret(formerId));
  });

/** IAM answers "access denied" for a missing secret: our roles name secrets with the six characters that AWS appends, and it has none. */
const isMissingSecret = (error: unknown) =>
  error instanceof ResourceNotFoundException || (error instanceof Error && error.name === "AccessDeniedException");

function undefinedWhenMissing(error: unknown): undefined {
  if (!isMissingSecret(error)) throw error;
}

async function loadSecret(id: string): Promise<Secret | undefined> {
  try {
    const { SecretString } = await manager.send(new GetSecretValueCommand({ SecretId: id }));
    return parseSecret(JSON.parse(SecretString ?? "{}"));
  } catch (error) {
    if (isMissingSecret(error)) return undefined;
    throw new Problem("provider_unavailable", { retryAfter: 5, cause: error });
  }
}
