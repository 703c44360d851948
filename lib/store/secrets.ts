// Reads secrets from Secrets Manager, on demand. Each is `{current, previous?}`.
import { GetSecretValueCommand, ResourceNotFoundException } from "@aws-sdk/client-secrets-manager";
import { secretsClient } from "../aws/secrets-manager.ts";
import { requireEnvironment } from "../environment.ts";
import { Problem } from "../errors.ts";
import { ttlCache } from "../ttl-cache.ts";
import { operatorValueTtl } from "./operator-value-ttl.ts";

interface Secret {
  readonly current: string;
  readonly previous?: string | undefined;
}

const manager = secretsClient({ maxAttempts: 2 });

const secrets = ttlCache<Secret | undefined>(operatorValueTtl);

/** @returns a provider's OAuth client secret; undefined if the operator has stored none @throws Problem provider_unavailable */
export async function readClientSecret(provider: string): Promise<string | undefined> {
  return (await readSecret(`${provider}/client`))?.current;
}

/** Reads the secrets for HS256 tokens of the operator's identity provider: the current and, during a rotation, the previous one. */
export const readJwtSecrets = () => readActiveSecrets("jwt");

export const readWebhookSecrets = (provider: string) => readActiveSecrets(`${provider}/webhook`);

/** Reads the secrets we sign subscription tokens with: the current one first and, during a rotation, the previous one. */
export const readSubscriptionSecrets = () => readActiveSecrets("channel-signing");

/** @returns an empty list if there is no such secret @throws Problem provider_unavailable, also for a malformed value */
async function readActiveSecrets(name: string): Promise<string[]> {
  const secret = await readSecret(name);
  return [secret?.current, secret?.previous].filter((value) => value !== undefined);
}

const readSecret = (name: string): Promise<Secret | undefined> =>
  secrets.read(name, () => loadSecret(`${requireEnvironment("STAGE")}/${name}`));

/** IAM answers "access denied" for a missing secret: our roles name secrets with the six characters that AWS appends, and it has none. */
const isMissingSecret = (error: unknown) =>
  error instanceof ResourceNotFoundException || (error instanceof Error && error.name === "AccessDeniedException");

async function loadSecret(id: string): Promise<Secret | undefined> {
  try {
    const { SecretString } = await manager.send(new GetSecretValueCommand({ SecretId: id }));
    return parseSecret(JSON.parse(SecretString ?? "{}"));
  } catch (error) {
    if (isMissingSecret(error)) return undefined;
    throw new Problem("provider_unavailable", { retryAfter: 5, cause: error });
  }
}

/** Without zod: webhook receivers import this file and must start fast. */
function parseSecret(value: unknown): Secret {
  const { current, previous } = Object(value);
  if (!isNonEmptyText(current) || !(previous === undefined || isNonEmptyText(previous)))
    throw new Error("This is not a secret.");
  return { current, previous };
}

const isNonEmptyText = (value: unknown): value is string => typeof value === "string" && value !== "";
