import {
  GetSecretValueCommand,
  ResourceNotFoundException,
  SecretsManagerClient,
} from "@aws-sdk/client-secrets-manager";
import { z } from "zod";
import { config } from "../config.ts";
import { Problem } from "../errors.ts";
import { remembered } from "./remembered.ts";

const secretValue = z.object({ current: z.string().min(1), previous: z.string().optional() });

const manager = new SecretsManagerClient({
  maxAttempts: 2,
  requestHandler: { connectionTimeout: 500, requestTimeout: 2000, throwOnRequestTimeout: true },
});

const readers = new Map<string, () => Promise<z.output<typeof secretValue> | undefined>>();

/**
 * A provider's client secret, read when first needed.
 * @returns undefined where the operator has stored none
 * @throws Problem provider_unavailable when Secrets Manager does not answer
 */
export async function readClientSecret(provider: string): Promise<string | undefined> {
  const { STAGE } = config("STAGE");
  const id = `${STAGE}/${provider}/client`;
  const reader = readers.get(id) ?? remembered(() => load(id));
  readers.set(id, reader);
  return (await reader())?.current;
}

async function load(id: string) {
  try {
    const { SecretString } = await manager.send(new GetSecretValueCommand({ SecretId: id }));
    return secretValue.parse(JSON.parse(SecretString ?? "{}"));
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return undefined;
    throw new Problem("provider_unavailable", { retryAfter: 5, cause: error });
  }
}
