// Secrets Manager: one secret per purpose, `{current, previous?}`, read when first needed.
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

/**
 * A provider's client secret.
 * @returns undefined where the operator has stored none
 * @throws Problem provider_unavailable when Secrets Manager does not answer
 */
export async function readClientSecret(provider: string): Promise<string | undefined> {
  return (await readSecret(`${provider}/client`))?.current;
}

/** The shared secrets of the operator's identity provider: the current one and, while it is being changed, the one before. */
export const readJwtSecrets = () => readActiveSecrets("jwt");

/** The secrets a provider signs its events with: the current one and, while it is being changed, the one before. */
export const readWebhookSecrets = (provider: string) => readActiveSecrets(`${provider}/webhook`);

/** The secrets we sign our own channel tokens with: the current one first, and the one before while it is being changed. */
export const readSubscriptionSecrets = () => readActiveSecrets("channel-signing");

/**
 * @returns none where the operator has stored none
 * @throws Problem provider_unavailable when Secrets Manager does not answer, or what is stored is not a secret
 */
async function readActiveSecrets(name: string): Promise<string[]> {
  const secret = await readSecret(name);
  return [secret?.current, secret?.previous].filter((value) => value !== undefined);
}

const readSecret = (name: string): Promise<Secret | undefined> =>
  secrets.read(name, () => loadSecret(`${requireEnvironment("STAGE")}/${name}`));

/**
 * IAM decides before a secret is looked up. Our roles name secrets with the six characters that AWS appends, which a name
 * that no secret has lacks: that it is missing then shows as "access denied".
 */
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

/** By hand: this file is part of the receivers of webhooks, which have no room for zod. */
function parseSecret(value: unknown): Secret {
  const { current, previous } = Object(value);
  if (!isNonEmptyText(current) || !(previous === undefined || isNonEmptyText(previous)))
    throw new Error("This is not a secret.");
  return { current, previous };
}

const isNonEmptyText = (value: unknown): value is string => typeof value === "string" && value !== "";
