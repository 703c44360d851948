import {
  CreateSecretCommand,
  DeleteSecretCommand,
  GetSecretValueCommand,
  ListSecretsCommand,
  SecretsManagerClient,
} from "@aws-sdk/client-secrets-manager";
import { formerSecretName } from "../../../infra/names.ts";
import { cloud } from "../../support/cloud.ts";

/** Gives the local cloud's secrets the names that v0.1.0 knew. Nothing is left under the names of later releases. */
export async function useFormerSecretNames(): Promise<void> {
  const credentials = { accessKeyId: "test", secretAccessKey: "test" };
  const manager = new SecretsManagerClient({ endpoint: cloud().awsEndpoint, region: "us-east-1", credentials });
  const { SecretList = [] } = await manager.send(new ListSecretsCommand({ MaxResults: 100 }));
  for (const { Name = "" } of SecretList.filter(({ Name }) => Name?.startsWith("patchbay/"))) {
    const { SecretString } = await manager.send(new GetSecretValueCommand({ SecretId: Name }));
    await manager.send(new CreateSecretCommand({ Name: formerSecretName(Name), SecretString }));
    await manager.send(new DeleteSecretCommand({ SecretId: Name, ForceDeleteWithoutRecovery: true }));
  }
}
