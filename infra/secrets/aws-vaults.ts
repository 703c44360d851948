import {
  CreateSecretCommand,
  DescribeSecretCommand,
  GetSecretValueCommand,
  PutSecretValueCommand,
  ResourceNotFoundException,
  SecretsManagerClient,
  type SecretsManagerClientConfig,
} from "@aws-sdk/client-secrets-manager";
import { GetParameterCommand, ParameterNotFound, PutParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import { edgeRegion, originSecretName } from "../names.ts";
import type { StoredSecret } from "./stored-secret.ts";
import { hasOurTag, listTags } from "./tags.ts";
import type { SecretStores } from "./write-secrets.ts";

/**
 * Parameter Store and Secrets Manager of the shell's AWS account, or of AWS_ENDPOINT_URL.
 * Their errors name the parameter or secret and what AWS answered, never a value.
 */
export function createAwsVaults(
  stage: string,
  options: SecretsManagerClientConfig & { region?: string } = {},
): SecretStores {
  const home = options.region;
  const parameters = new SSMClient(options);
  const secrets = new SecretsManagerClient(options);
  return {
    readParameter: (Name) =>
      describeErrors(Name, () =>
        undefinedWhenMissing(
          ParameterNotFound,
          async () => (await parameters.send(new GetParameterCommand({ Name }))).Parameter?.Value,
        ),
      ),
    writeParameter: (Name, Value) =>
      describeErrors(Name, async () => {
        await parameters.send(new PutParameterCommand({ Name, Value, Type: "String", Overwrite: true }));
      }),
    readSecret: (name) => describeErrors(name, () => readSecret(secrets, stage, name)),
    writeSecret: (name, SecretString, isNew) =>
      describeErrors(name, async () => {
        const copies = name === originSecretName(stage) && home !== edgeRegion ? copyToEdge : {};
        if (isNew)
          await secrets.send(new CreateSecretCommand({ Name: name, SecretString, Tags: listTags(stage), ...copies }));
        else await secrets.send(new PutSecretValueCommand({ SecretId: name, SecretString }));
      }),
  };
}

/** CloudFormation reads the secret where the edge's stack is. Copies have the same versions, and follow every change. */
const copyToEdge = { AddReplicaRegions: [{ Region: edgeRegion }] };

async function readSecret(secrets: SecretsManagerClient, stage: string, SecretId: string): Promise<StoredSecret> {
  const found = await undefinedWhenMissing(ResourceNotFoundException, () =>
    secrets.send(new DescribeSecretCommand({ SecretId })),
  );
  if (found === undefined) return { state: "absent" };
  if (found.DeletedDate) return { state: "deleted", deletedAt: found.DeletedDate };
  const isOurs = hasOurTag(stage, found.Tags);
  // The value of a foreign secret under our name is not even read. Secrets of 0.1.0 have other names, and no tag.
  if (!isOurs && SecretId.startsWith("patchbay/")) return { state: "present", isOurs, value: undefined };
  const value = await undefinedWhenMissing(ResourceNotFoundException, () =>
    secrets.send(new GetSecretValueCommand({ SecretId })),
  );
  return { state: "present", isOurs, value: value?.SecretString };
}

type ErrorClass = new (...args: never[]) => Error;

async function undefinedWhenMissing<T>(missing: ErrorClass, read: () => Promise<T>): Promise<T | undefined> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof missing) return undefined;
    throw error;
  }
}

/** AWS quotes a value that it finds invalid, so an error's message is not passed on, only its name. */
async function describeErrors<T>(name: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const reason = error instanceof Error ? error.name : "an unknown error";
    throw new Error(`AWS refused ${name}: ${reason}.`);
  }
}
