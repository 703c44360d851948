import { buildArn, keyAlias, tableArn, tableName } from "../names.ts";
import type { PermissionContext, PermissionEffect } from "../permission-effect.ts";
import type { Conditions, Statement } from "../statement.ts";

export interface SealedKind {
  readonly purpose: string;
  readonly provider: string;
}

/**
 * Sealing creates data keys; opening only decrypts them. Stage, purpose and provider are in the encryption context, so KMS
 * refuses a data key that belongs to another one.
 * https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-encryption-context
 */
export function vaultPermission(
  seals: boolean,
  kind: SealedKind,
  { config, place }: PermissionContext,
): PermissionEffect {
  const { stage, keys } = config;
  const decrypt: Statement = {
    actions: seals ? ["kms:GenerateDataKey", "kms:Decrypt"] : ["kms:Decrypt"],
    ...allowKey(stage, place, {
      StringEquals: {
        "kms:EncryptionContext:stage": [stage],
        "kms:EncryptionContext:purpose": [kind.purpose],
        "kms:EncryptionContext:provider": [kind.provider],
      },
    }),
  };
  const wrappedKeys: Statement = {
    actions: ["dynamodb:GetItem", "dynamodb:Query", ...(seals ? ["dynamodb:PutItem"] : [])],
    resources: [tableArn(place, config, "connections")],
    conditions: {
      "ForAllValues:StringLike": { "dynamodb:LeadingKeys": [`key#${kind.purpose}#${kind.provider}#*`] },
    },
  };
  return {
    statements: [decrypt, wrappedKeys],
    environment: {
      CONNECTIONS_TABLE: tableName(config, "connections"),
      KMS_KEY_ID: keyAlias(stage),
      KEY_BUCKETS: String(keys.buckets),
      KEY_MAX_AGE_DAYS: String(keys.maxAgeDays),
    },
  };
}

/** Allows the stage's key by its alias: only the stack that creates the key knows its id. */
export function allowKey(stage: string, place: PermissionContext["place"], conditions: Conditions = {}) {
  return {
    resources: [buildArn(place, "kms", "key/*")],
    conditions: { "ForAnyValue:StringEquals": { "kms:ResourceAliases": [keyAlias(stage)] }, ...conditions },
  };
}
