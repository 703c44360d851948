import { SSMClient } from "@aws-sdk/client-ssm";
import { type CallLimits, clientSettings } from "./client-settings.ts";

export const ssmClient = (limits: CallLimits): SSMClient => new SSMClient(clientSettings(limits));
