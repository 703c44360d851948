// Secrets Manager: one secret per purpose, `{current, previous?}`, read when first needed.
import { GetSecretValueCommand, ResourceNotFoundException } from "@aws-sdk/client-secrets-manager";
import { secretsClient } from "../aws/secrets-manager.ts";
import { environment } from "../environment.ts";
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
export const readJwtSecrets = () => readActive("jwt");

/** The secrets a provider signs its events with: the current one and, while it is being changed, the one before. */
export const readWebhookSecrets = (provider: string) => readActive(`${provider}/webhook`);

/** The secrets we sign our own channel tokens with: the current one first, and the one before while it is being changed. */
export const readChannelSecrets = () => readActive("channel-signing");

/**
 * @returns none where the operator has stored none
 * @throws Problem provider_unavailable when Secrets Manager does not answer, or what is stored is not a secret
 */
async function readActive(name: string): Promise<string[]> {
  const secret = await readSecret(name);
  return [secret?.current, secret?.previous].filter((value) => value !== undefined);
}

const readSecret = (name: string): Promise<Secret | undefined> =>
  secrets.read(name, () => load(`${environment("STAGE")}/${name}`));

/**
 * IAM decides before a secret is looked up. Our roles name secrets with the six characters that AWS appends, which a name
 * that no secret has lacks: that it is missing then shows as "access denied".
 */
const isMissing = (error: unknown) =>
  error instanceof ResourceNotFoundException || (error instanceof Error && error.name === "AccessDeniedException");

async function load(id: string): Promise<Secret | undefined> {
  try {
    const { SecretString } = await manager.send(new GetSecretValueCommand({ SecretId: id }));
    return secretOf(JSON.parse(SecretString ?? "{}"));
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw new Problem("provider_unavailable", { retryAfter: 5, cause: error });
  }
}

/** By hand: this file is part of the receivers of webhooks, which have no room for zod. */
function secretOf(value: unknown): Secret {
  const { current, previous } = Object(value);
  if (!isFilled(current) || !(previous === undefined || isFilled(previous))) throw new Error("This is not a secret.");
  return { current, previous };
}

const isFilled = (value: unknown): value is string => typeof value === "string" && value !== "";
