import type { Allowance, AllowanceTable, GrantContext } from "../allowance.ts";
import { isThrowaway } from "../config.ts";
import { arn, feedDeadLetterQueueName, liveStageName, tableArn } from "../names.ts";

/** Sends to open sockets and closes them: https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-how-to-call-websocket-api-connections.html */
const push = (context: GrantContext): Allowance => ({
  statements: [
    {
      actions: ["execute-api:ManageConnections"],
      resources: [arn(context.place, "execute-api", `${context.place.liveApiId}/${liveStageName}/*`)],
    },
  ],
  environment: { LIVE_ENDPOINT: endpoint(context) },
});

/** Relative where AWS is an emulator: only the Lambda knows at which address it finds it. */
function endpoint({ config, place }: GrantContext): string {
  if (isThrowaway(config)) return `/_aws/execute-api/${place.liveApiId}/${liveStageName}`;
  return `https://${place.liveApiId}.execute-api.${place.region}.${place.urlSuffix}/${liveStageName}`;
}

/** What Lambda's own poller does in the name of the function's role. The stream's label is its date of birth. */
const consumeFeed = ({ config, place }: GrantContext): Allowance => ({
  statements: [
    {
      actions: ["DescribeStream", "GetRecords", "GetShardIterator", "ListStreams"].map((verb) => `dynamodb:${verb}`),
      resources: [`${tableArn(place, config.stage, "feed")}/stream/*`],
    },
    { actions: ["sqs:SendMessage"], resources: [arn(place, "sqs", feedDeadLetterQueueName(config.stage))] },
  ],
  environment: {},
});

export const liveGrants = { "live:push": push, "feed:consume": consumeFeed } satisfies AllowanceTable<string>;
