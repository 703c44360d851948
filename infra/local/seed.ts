import { CreateSecretCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { PutParameterCommand, SSMClient } from "@aws-sdk/client-ssm";

/** Which sandbox application serves which provider. */
const applications = {
  figma: "figma",
  slack: "slack",
  github: "github",
  gmail: "google",
  calendar: "google",
} as const;

/** What the sandbox providers sign with, and what we sign our own channel tokens with. */
const webhookSecrets = {
  "slack/webhook": "sandbox-slack-signing-secret",
  "github/webhook": "sandbox-github-webhook-secret",
  "figma/webhook": "sandbox-figma-webhook-secret",
  "channel-signing": "sandbox-channel-signing-secret",
};

/** Puts the sandbox's client ids and secrets where an operator would put real ones. */
export async function seedCredentials(stage: string, endpoint: string): Promise<void> {
  const connection = {
    endpoint,
    region: "us-east-1",
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
  };
  const clientIds = Object.entries(applications).map(([provider, app]) => [provider, `sandbox-${app}-client`]);
  await new SSMClient(connection).send(
    new PutParameterCommand({
      Name: `/patchbay/${stage}/client-ids`,
      Type: "String",
      Overwrite: true,
      Value: JSON.stringify(Object.fromEntries(clientIds)),
    }),
  );
  const secrets = new SecretsManagerClient(connection);
  for (const [provider, app] of Object.entries(applications)) {
    const SecretString = JSON.stringify({ current: `sandbox-${app}-secret` });
    await secrets.send(new CreateSecretCommand({ Name: `${stage}/${provider}/client`, SecretString }));
  }
  for (const [name, current] of Object.entries(webhookSecrets)) {
    const SecretString = JSON.stringify({ current });
    await secrets.send(new CreateSecretCommand({ Name: `${stage}/${name}`, SecretString }));
  }
}
