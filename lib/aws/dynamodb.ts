import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { type CallLimits, clientSettings } from "./client-settings.ts";

export const dynamoClient = (limits: CallLimits): DynamoDBClient => new DynamoDBClient(clientSettings(limits));
