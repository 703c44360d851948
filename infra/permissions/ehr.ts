// Permissions for EHRs: the servers that are registered, launches, and our signing keys.
import { buildArn, signingKeyAlias, signingKeysAlias } from "../names.ts";
import type { PermissionContext, PermissionEffect, PermissionTable } from "../permission-effect.ts";
import type { Statement } from "../statement.ts";
import { allowRows } from "./tables.ts";

const nothing: PermissionEffect = { statements: [], environment: {} };
const algorithms = ["rs384", "es384"];

/** By alias: only the command that makes the keys knows their ids, and a rotation changes them. */
function allowSigningKeys(actions: readonly string[], slots: readonly string[], context: PermissionContext): Statement {
  const { config, place } = context;
  const aliases = algorithms.flatMap((algorithm) =>
    slots.map((slot) => signingKeyAlias(config.stage, algorithm, slot)),
  );
  return {
    actions,
    resources: [buildArn(place, "kms", "key/*")],
    conditions: { "ForAnyValue:StringEquals": { "kms:ResourceAliases": aliases } },
  };
}

/** Signing with the current keys. A stage without EHRs has no keys. */
export const signAssertions = (context: PermissionContext): PermissionEffect =>
  context.config.ehr === undefined
    ? nothing
    : {
        statements: [allowSigningKeys(["kms:Sign", "kms:GetPublicKey"], ["current"], context)],
        environment: { SIGNING_KEYS: signingKeysAlias(context.config.stage) },
      };

export const ehrPermissions = {
  "signing-keys:publish": (context) =>
    context.config.ehr === undefined
      ? nothing
      : {
          statements: [allowSigningKeys(["kms:GetPublicKey"], ["current", "next", "previous"], context)],
          environment: { SIGNING_KEYS: signingKeysAlias(context.config.stage) },
        },
  "ehr-servers:read": (context) =>
    context.config.ehr === undefined
      ? nothing
      : allowRows(
          "connections",
          ["Query"],
          ["ehrserver"],
        )(context, {
          EHR_SERVERS: JSON.stringify(context.config.ehr.servers),
          EHR_COUNTRY: context.config.crm.country,
        }),
  "ehr-servers:write": (context) => allowRows("connections", ["PutItem"], ["ehrserver"])(context),
  "launches:hold": (context) => allowRows("transient", ["PutItem"], ["launch"])(context),
  "launches:take": (context) => allowRows("transient", ["UpdateItem"], ["launch"])(context),
} satisfies PermissionTable<string>;
