import {
  CreateSecretCommand,
  GetSecretValueCommand,
  PutSecretValueCommand,
  ResourceNotFoundException,
  SecretsManagerClient,
} from "@aws-sdk/client-secrets-manager";
import { GetParameterCommand, ParameterNotFound, PutParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import type { SecretStores } from "./write-secrets.ts";

/** Parameter Store and Secrets Manager of the shell's AWS account, or of AWS_ENDPOINT_URL. */
export function createAwsVaults(): SecretStores {
  const parameters = new SSMClient({});
  const secrets = new SecretsManagerClient({});
  return {
    readParameter: (Name) =>
      undefinedWhenMissing(
        ParameterNotFound,
        async () => (await parameters.send(new GetParameterCommand({ Name }))).Parameter?.Value,
      ),
    async writeParameter(Name, Value) {
      await parameters.send(new PutParameterCommand({ Name, Value, Type: "String", Overwrite: true }));
    },
    readSecret: (SecretId) =>
      undefinedWhenMissing(
        ResourceNotFoundException,
        async () => (await secrets.send(new GetSecretValueCommand({ SecretId }))).SecretString,
      ),
    async writeSecret(name, SecretString, isNew) {
      if (isNew) await secrets.send(new CreateSecretCommand({ Name: name, SecretString }));
      else await secrets.send(new PutSecretValueCommand({ SecretId: name, SecretString }));
    },
  };
}

type ErrorClass = new (...args: never[]) => Error;

async function undefinedWhenMissing(
  missing: ErrorClass,
  read: () => Promise<string | undefined>,
): Promise<string | undefined> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof missing) return undefined;
    throw error;
  }
}
