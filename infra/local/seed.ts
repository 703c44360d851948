import { CreateSecretCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { PutParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import { manifests } from "../../lib/providers/manifests.ts";
import { sandboxClient, sandboxSecret } from "./sandbox/state.ts";

/** The secrets with which the sandboxes sign webhooks, and with which we sign our channel tokens. */
const webhookSecrets: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    manifests.flatMap(({ id, webhook }) =>
      webhook?.secret ? [[`${id}/webhook`, sandboxSecret(webhook.secret.variable)]] : [],
    ),
  ),
  "channel-signing": "sandbox-channel-signing-secret",
};

/** Writes the sandboxes' client ids and secrets where an operator would write real ones. */
export async function seedCredentials(stage: string, endpoint: string): Promise<void> {
  const connection = {
    endpoint,
    region: "us-east-1",
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
  };
  const clientIds = manifests.map(({ id, application }) => [id, sandboxClient(application).id]);
  await new SSMClient(connection).send(
    new PutParameterCommand({
      Name: `/patchbay/${stage}/client-ids`,
      Type: "String",
      Overwrite: true,
      Value: JSON.stringify(Object.fromEntries(clientIds)),
    }),
  );
  const secrets = new SecretsManagerClient(connection);
  for (const { id, application } of manifests) {
    const SecretString = JSON.stringify({ current: sandboxClient(application).secret });
    await secrets.send(new CreateSecretCommand({ Name: `${stage}/${id}/client`, SecretString }));
  }
  for (const [name, current] of Object.entries(webhookSecrets)) {
    const SecretString = JSON.stringify({ current });
    await secrets.send(new CreateSecretCommand({ Name: `${stage}/${name}`, SecretString }));
  }
}
