import type { Allowance, GrantContext } from "../allowance.ts";
import {
  arn,
  channelSigningName,
  clientIdsParameter,
  clientSecretName,
  jwtSecretName,
  webhookSecretName,
} from "../names.ts";

/** Secrets Manager adds a hyphen and six characters to a secret's name in its ARN. */
export const secretArn = ({ place }: GrantContext, name: string) =>
  arn(place, "secretsmanager", `secret:${name}-??????`);

const readSecret = (context: GrantContext, name: string): Allowance => ({
  statements: [{ actions: ["secretsmanager:GetSecretValue"], resources: [secretArn(context, name)] }],
  environment: {},
});

export const secretGrants = {
  clientIds: ({ config, place }: GrantContext): Allowance => {
    const name = clientIdsParameter(config.stage);
    return {
      statements: [{ actions: ["ssm:GetParameter"], resources: [arn(place, "ssm", `parameter${name}`)] }],
      environment: { CLIENT_IDS_PARAMETER: name },
    };
  },
  clientSecret: (provider: string, context: GrantContext) =>
    readSecret(context, clientSecretName(context.config.stage, provider)),
  webhookSecret: (provider: string, context: GrantContext) =>
    readSecret(context, webhookSecretName(context.config.stage, provider)),
  channelSigning: (context: GrantContext) => readSecret(context, channelSigningName(context.config.stage)),
  /** There is such a secret only where tokens are signed with one. */
  jwtSecret: (context: GrantContext): Allowance =>
    context.config.jwt.algorithm === "HS256"
      ? readSecret(context, jwtSecretName(context.config.stage))
      : { statements: [], environment: {} },
};
