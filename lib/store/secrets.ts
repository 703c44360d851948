// Secrets Manager: one secret per purpose, `{current, previous?}`, read when first needed.
import {
  GetSecretValueCommand,
  ResourceNotFoundException,
  SecretsManagerClient,
} from "@aws-sdk/client-secrets-manager";
import * as z from "zod";
import { config } from "../config.ts";
import { Problem } from "../errors.ts";
import { remembered } from "./remembered.ts";

const secretValue = z.object({ current: z.string().min(1), previous: z.string().min(1).optional() });
type Secret = z.output<typeof secretValue>;

const manager = new SecretsManagerClient({
  maxAttempts: 2,
  requestHandler: { connectionTimeout: 500, requestTimeout: 2000, throwOnRequestTimeout: true },
});

const readers = new Map<string, () => Promise<Secret | undefined>>();

/**
 * A provider's client secret.
 * @returns undefined where the operator has stored none
 * @throws Problem provider_unavailable when Secrets Manager does not answer
 */
export async function readClientSecret(provider: string): Promise<string | undefined> {
  return (await readSecret(`${provider}/client`))?.current;
}

/** The shared secrets of the operator's identity provider: the current one and, while it is being changed, the one before. */
export async function readJwtSecrets(): Promise<string[]> {
  const secret = await readSecret("jwt");
  return [secret?.current, secret?.previous].filter((value) => value !== undefined);
}

function readSecret(name: string): Promise<Secret | undefined> {
  const id = `${config("STAGE").STAGE}/${name}`;
  const reader = readers.get(id) ?? remembered(() => load(id));
  readers.set(id, reader);
  return reader();
}

/**
 * IAM decides before a secret is looked up. Our roles name secrets with the six characters that AWS appends, which a name
 * that no secret has lacks: that it is missing then shows as "access denied".
 */
const isMissing = (error: unknown) =>
  error instanceof ResourceNotFoundException || (error instanceof Error && error.name === "AccessDeniedException");

async function load(id: string): Promise<Secret | undefined> {
  try {
    const { SecretString } = await manager.send(new GetSecretValueCommand({ SecretId: id }));
    return secretValue.parse(JSON.parse(SecretString ?? "{}"));
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw new Problem("provider_unavailable", { retryAfter: 5, cause: error });
  }
}
