import { isEphemeral } from "../config.ts";
import { buildArn, feedDeadLetterQueueName, liveStageName, tableArn } from "../names.ts";
import type { PermissionContext, PermissionEffect, PermissionTable } from "../permission-effect.ts";
import type { Statement } from "../statement.ts";

/** Allows sending to open sockets and closing them: https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-how-to-call-websocket-api-connections.html */
const pushToSockets = (context: PermissionContext): PermissionEffect => ({
  statements: [
    {
      actions: ["execute-api:ManageConnections"],
      resources: [buildArn(context.place, "execute-api", `${context.place.liveApiId}/${liveStageName}/*`)],
    },
  ],
  environment: { LIVE_ENDPOINT: getLiveEndpoint(context) },
});

/** A relative path where AWS is emulated: only the Lambda knows the emulator's address. */
function getLiveEndpoint({ config, place }: PermissionContext): string {
  if (isEphemeral(config)) return `/_aws/execute-api/${place.liveApiId}/${liveStageName}`;
  return `https://${place.liveApiId}.execute-api.${place.region}.${place.urlSuffix}/${liveStageName}`;
}

/** What Lambda's poller needs to read a stream; it uses the function's role. The stream's label is its creation time. */
const readStream = (table: "feed" | "audit", { config, place }: PermissionContext): Statement => ({
  actions: ["DescribeStream", "GetRecords", "GetShardIterator", "ListStreams"].map((verb) => `dynamodb:${verb}`),
  resources: [`${tableArn(place, config, table)}/stream/*`],
});

const consumeFeed = (context: PermissionContext): PermissionEffect => ({
  statements: [readStream("feed", context), { actions: ["sqs:SendMessage"], resources: [feedDeadLettersArn(context)] }],
  environment: {},
});

const feedDeadLettersArn = ({ config, place }: PermissionContext) =>
  buildArn(place, "sqs", feedDeadLetterQueueName(config.stage));

export const livePermissions = {
  "live:push": pushToSockets,
  "feed:consume": consumeFeed,
  "audit:consume": (context) => ({ statements: [readStream("audit", context)], environment: {} }),
} satisfies PermissionTable<string>;
