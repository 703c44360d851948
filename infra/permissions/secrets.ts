import {
  buildArn,
  channelSigningName,
  clientIdsParameter,
  clientSecretName,
  jwtSecretName,
  webhookSecretName,
} from "../names.ts";
import type { PermissionContext, PermissionEffect } from "../permission-effect.ts";

/** Secrets Manager adds a hyphen and six characters to a secret's name in its ARN. */
export const buildSecretArn = ({ place }: PermissionContext, name: string) =>
  buildArn(place, "secretsmanager", `secret:${name}-??????`);

const allowSecret = (context: PermissionContext, name: string): PermissionEffect => ({
  statements: [{ actions: ["secretsmanager:GetSecretValue"], resources: [buildSecretArn(context, name)] }],
  environment: {},
});

export const secretPermissions = {
  clientIds: ({ config, place }: PermissionContext): PermissionEffect => {
    const name = clientIdsParameter(config.stage);
    return {
      statements: [{ actions: ["ssm:GetParameter"], resources: [buildArn(place, "ssm", `parameter${name}`)] }],
      environment: { CLIENT_IDS_PARAMETER: name },
    };
  },
  clientSecret: (provider: string, context: PermissionContext) =>
    allowSecret(context, clientSecretName(context.config.stage, provider)),
  webhookSecret: (provider: string, context: PermissionContext) =>
    allowSecret(context, webhookSecretName(context.config.stage, provider)),
  channelSigning: (context: PermissionContext) => allowSecret(context, channelSigningName(context.config.stage)),
  /** This secret exists only where users' tokens are signed with HS256. */
  jwtSecret: (context: PermissionContext): PermissionEffect =>
    context.config.jwt.algorithm === "HS256"
      ? allowSecret(context, jwtSecretName(context.config.stage))
      : { statements: [], environment: {} },
};
