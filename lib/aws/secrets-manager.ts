import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { type CallLimits, clientSettings } from "./client-settings.ts";

export const secretsClient = (limits: CallLimits): SecretsManagerClient =>
  new SecretsManagerClient(clientSettings(limits));
