// Encryption at rest of tables and queues under the stage's KMS key, where the stage asks for it.
import { TableEncryption } from "aws-cdk-lib/aws-dynamodb";
import { Alias, type IKey } from "aws-cdk-lib/aws-kms";
import { QueueEncryption } from "aws-cdk-lib/aws-sqs";
import type { Construct } from "constructs";
import type { Stage } from "./config.ts";
import { keyAlias } from "./names.ts";
import type { PermissionContext } from "./permission-effect.ts";
import { allowKey } from "./permissions/vault.ts";
import type { Statement } from "./statement.ts";

export const encryptTable = ({ encryption }: Stage, encryptionKey: IKey) =>
  encryption === "stage-key" ? { encryption: TableEncryption.CUSTOMER_MANAGED, encryptionKey } : {};

/** A queue is in another stack than the key, and names it by its alias. */
export function encryptQueue(scope: Construct, id: string, { encryption, stage }: Stage) {
  if (encryption !== "stage-key") return { encryption: QueueEncryption.SQS_MANAGED, enforceSSL: true };
  const encryptionMasterKey = Alias.fromAliasName(scope, `${id}-key`, keyAlias(stage));
  return { encryption: QueueEncryption.KMS, encryptionMasterKey, enforceSSL: true };
}

/**
 * Lets a Lambda use the key through the services it calls anyway, and only through them: `kms:ViaService` keeps it from opening
 * what the vault sealed. docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html and
 * docs.aws.amazon.com/amazondynamodb/latest/developerguide/encryption.usagenotes.html
 */
export function allowServicesKey(statements: readonly Statement[], { config, place }: PermissionContext): Statement[] {
  if (config.encryption !== "stage-key") return [];
  const services = ["dynamodb", "sqs"].filter((service) =>
    statements.some(({ actions }) => actions.some((action) => action.startsWith(`${service}:`))),
  );
  if (services.length === 0) return [];
  const viaService = services.map((service) => `${service}.${place.region}.${place.urlSuffix}`);
  return [
    {
      actions: ["kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey"],
      ...allowKey(config.stage, place, { StringEquals: { "kms:ViaService": viaService } }),
    },
  ];
}
