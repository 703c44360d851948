import { manifests } from "../../lib/providers/manifests.ts";
import { isClosedByEdge } from "../config/edge.ts";
import {
  apiKeySecretName,
  buildArn,
  channelSigningName,
  clientIdsParameter,
  clientSecretName,
  customersSecretName,
  formerSecretName,
  jwtSecretName,
  originSecretName,
  type Place,
  webhookSecretName,
} from "../names.ts";
import type { PermissionContext, PermissionEffect } from "../permission-effect.ts";

/**
 * The ARNs of a secret under its name and, if 0.1.0 had it, under its former name. Secrets Manager adds a hyphen and six
 * characters to the name. https://docs.aws.amazon.com/secretsmanager/latest/userguide/auth-and-access_iam-policies.html
 * @param provider whose secret it is; providers that came after 0.1.0 have a stack of their own
 */
export function listSecretArns(
  { place, manifests: all = manifests }: PermissionContext,
  name: string,
  provider?: string,
) {
  const isNewer = all.some(({ id, stack }) => id === provider && stack !== undefined);
  const names = isNewer ? [name] : [name, formerSecretName(name)];
  return names.map((one) => buildSecretArn(place, one));
}

const buildSecretArn = (place: Place, name: string) => buildArn(place, "secretsmanager", `secret:${name}-??????`);

const allowSecret = (
  context: PermissionContext,
  name: string,
  { action = "GetSecretValue", provider }: { action?: "GetSecretValue" | "DescribeSecret"; provider?: string } = {},
): PermissionEffect => ({
  statements: [{ actions: [`secretsmanager:${action}`], resources: listSecretArns(context, name, provider) }],
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
    allowSecret(context, clientSecretName(context.config.stage, provider), { provider }),
  /** Whether the secret exists, and not its value: a receiver asks when it has no webhook secret. */
  configured: (provider: string, context: PermissionContext) =>
    allowSecret(context, clientSecretName(context.config.stage, provider), { action: "DescribeSecret", provider }),
  webhookSecret: (provider: string, context: PermissionContext) =>
    allowSecret(context, webhookSecretName(context.config.stage, provider), { provider }),
  customers: ({ config, place }: PermissionContext): PermissionEffect => ({
    statements: [
      {
        actions: ["secretsmanager:GetSecretValue"],
        resources: [buildSecretArn(place, customersSecretName(config.stage))],
      },
    ],
    environment: {},
  }),
  apiKeys: (provider: string, { config, place, manifests: all = manifests }: PermissionContext): PermissionEffect => {
    const keys = all.find(({ id }) => id === provider)?.apiKeys ?? [];
    const resources = keys.map(({ name }) => buildSecretArn(place, apiKeySecretName(config.stage, provider, name)));
    return { statements: [{ actions: ["secretsmanager:GetSecretValue"], resources }], environment: {} };
  },
  /** Nothing in a stage without an edge, or whose API is still open. */
  originSecret: ({ config, place }: PermissionContext): PermissionEffect => {
    if (!isClosedByEdge(config)) return { statements: [], environment: {} };
    const name = originSecretName(config.stage);
    const resources = [buildSecretArn(place, name)];
    return {
      statements: [{ actions: ["secretsmanager:GetSecretValue"], resources }],
      environment: { ORIGIN_SECRET: name },
    };
  },
  channelSigning: (context: PermissionContext) => allowSecret(context, channelSigningName(context.config.stage)),
  /** There is one for each issuer that signs with HS256. */
  jwtSecrets: (context: PermissionContext): PermissionEffect => {
    const { stage, jwt } = context.config;
    const resources = jwt.flatMap(({ name, algorithm }) => {
      if (algorithm !== "HS256") return [];
      const secret = jwtSecretName(stage, name);
      return name === undefined ? listSecretArns(context, secret) : [buildSecretArn(context.place, secret)];
    });
    const statements = [{ actions: ["secretsmanager:GetSecretValue"], resources }];
    return { statements: resources.length > 0 ? statements : [], environment: {} };
  },
};
