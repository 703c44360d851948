import { ApiGatewayManagementApiClient } from "@aws-sdk/client-apigatewaymanagementapi";
import { type CallLimits, clientSettings } from "./client-settings.ts";

/** @param endpoint of the WebSocket API; a relative one is resolved against `AWS_ENDPOINT_URL` (the AWS emulator) */
export const apiGatewayManagementClient = (endpoint: string, limits: CallLimits): ApiGatewayManagementApiClient =>
  new ApiGatewayManagementApiClient({
    endpoint: new URL(endpoint, process.env.AWS_ENDPOINT_URL).href,
    ...clientSettings(limits),
  });
