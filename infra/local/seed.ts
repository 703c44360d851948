import type { KMSClientConfig } from "@aws-sdk/client-kms";
import { CreateSecretCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { PutParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import { manifests } from "../../lib/providers/manifests.ts";
import { clientIdsParameter } from "../names.ts";
import { listTags } from "../secrets/tags.ts";
import { createKeyStore } from "../signing-keys/key-store.ts";
import { createMissingKeys } from "../signing-keys/rotate.ts";
import { listOriginSecrets } from "./edge.ts";
import { listTokenSecrets } from "./likeness.ts";
import { sandboxClient, sandboxSecret } from "./sandbox/state.ts";

/** The secrets with which the sandboxes sign webhooks, and with which we sign our channel tokens and hash phone numbers. */
const webhookSecrets: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    manifests.flatMap(({ id, webhook }) =>
      webhook?.secret ? [[`${id}/webhook`, sandboxSecret(webhook.secret.variable)]] : [],
    ),
  ),
  "channel-signing": "sandbox-channel-signing-secret",
  customers: "sandbox-customers-secret",
};

/** Makes the signing keys, as an operator would with `npm run ehr-keys`. */
const seedSigningKeys = (stage: string, connection: KMSClientConfig) =>
  createMissingKeys(createKeyStore(stage, connection), stage);

/**
 * Writes the sandboxes' client ids and secrets where an operator would write real ones.
 * @param more secrets of this start, by their names in Secrets Manager
 */
export async function seedCredentials(
  stage: string,
  endpoint: string,
  more: readonly (readonly [name: string, secret: string])[] = [],
): Promise<void> {
  const connection = {
    endpoint,
    region: "us-east-1",
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
  };
  await seedSigningKeys(stage, connection);
  const clientIds = manifests.map(({ id, application }) => [id, sandboxClient(application).id]);
  await new SSMClient(connection).send(
    new PutParameterCommand({
      Name: clientIdsParameter(stage),
      Type: "String",
      Overwrite: true,
      Value: JSON.stringify(Object.fromEntries(clientIds)),
    }),
  );
  const secrets = new SecretsManagerClient(connection);
  const clientSecrets = manifests.map(
    ({ id, application }) => [`${id}/client`, sandboxClient(application).secret] as const,
  );
  const known = [...clientSecrets, ...Object.entries(webhookSecrets)];
  const named = known.map(([name, current]) => [`patchbay/${stage}/${name}`, current] as const);
  const texts = [...named, ...listTokenSecrets(stage), ...more].map(([name, current]) => [name, { current }] as const);
  for (const [Name, value] of [...texts, ...listOriginSecrets(stage)]) {
    const SecretString = JSON.stringify(value);
    await secrets.send(new CreateSecretCommand({ Name, SecretString, Tags: listTags(stage) }));
  }
}
