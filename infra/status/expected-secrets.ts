// Which secrets a stage and its providers are expected to have.
import type { Manifest } from "../../lib/providers/manifest.ts";
import type { Stage } from "../config.ts";
import {
  apiKeySecretName,
  channelSigningName,
  clientSecretName,
  customersSecretName,
  databaseContextName,
  databaseLoginName,
  jwtSecretName,
  mcpSwitchesName,
  originSecretName,
  webhookSecretName,
} from "../names.ts";
import { listJwtLines } from "../secrets/jwt.ts";

export interface ExpectedSecret {
  readonly name: string;
  /** As it is called in a list: `client secret`. */
  readonly label: string;
  /** Its line in .env, where an operator has it from elsewhere. */
  readonly variable?: string;
  /** Nothing is missing without it. */
  readonly isOptional?: true;
  /** The command that makes it, where that is not `npm run secrets`. */
  readonly madeBy?: string;
}

/** The secrets of a provider; none for a client that authenticates by a signature and gets no webhooks. */
export function listProviderSecrets(manifest: Manifest, { stage, providers }: Stage): ExpectedSecret[] {
  const { id, environmentPrefix: prefix, webhook, apiKeys = [] } = manifest;
  const signs = providers[id]?.clientAuth === "private-key-jwt";
  const client = { name: clientSecretName(stage, id), label: "client secret", variable: `${prefix}_CLIENT_SECRET` };
  const secret = webhook?.secret;
  // Of a provider that signs with the client's secret, the command writes both together.
  const isNeeded = secret?.variable === client.variable || webhook?.proofs.every((proof) => proof === "webhook-secret");
  return [
    ...(signs ? [] : [client]),
    ...(secret
      ? [
          {
            ...{ name: webhookSecretName(stage, id), label: "webhook secret", variable: secret.variable },
            ...(isNeeded ? {} : { isOptional: true as const }),
          },
        ]
      : []),
    ...apiKeys.map(({ name, variable }) => ({
      ...{ name: apiKeySecretName(stage, id, name), label: name, variable, isOptional: true as const },
    })),
  ];
}

/** The secrets of the stage itself. */
export function listStageSecrets(config: Stage): ExpectedSecret[] {
  const { stage, jwt } = config;
  const lines = listJwtLines(config);
  return [
    { name: channelSigningName(stage), label: "channel-signing" },
    { name: customersSecretName(stage), label: "customers" },
    ...(config.edge ? [{ name: originSecretName(stage), label: "origin" }] : []),
    ...jwt.flatMap(({ name, algorithm }, index) => {
      const secret = jwtSecretName(stage, name);
      const variable = lines[index];
      return algorithm === "HS256" && variable ? [{ name: secret, label: variable, variable }] : [];
    }),
    ...listDatabaseSecrets(config),
  ];
}

function listDatabaseSecrets({ stage, mcp }: Stage): ExpectedSecret[] {
  if (mcp?.database === undefined) return [];
  const { connection } = mcp.database;
  const madeBy = `npm run database -- --stage ${stage}`;
  const hasOwnLogin = connection.adapter === "data-api" && connection.secretArn === undefined;
  return [
    { name: mcpSwitchesName(stage), label: "mcp", variable: "MCP_AUTO_CONNECT" },
    { name: databaseContextName(stage), label: "database/context", madeBy },
    ...(hasOwnLogin ? [{ name: databaseLoginName(stage), label: "database/login", madeBy }] : []),
  ];
}
