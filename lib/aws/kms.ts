import { KMSClient } from "@aws-sdk/client-kms";
import { type CallLimits, clientSettings } from "./client-settings.ts";

export const kmsClient = (limits: CallLimits): KMSClient => new KMSClient(clientSettings(limits));
