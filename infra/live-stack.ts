// Realtime updates: the WebSocket API, and the consumer that numbers outbox rows and pushes them.
import { CfnOutput, Duration, Fn, Stack } from "aws-cdk-lib";
import { type IWebSocketApi, WebSocketApi, WebSocketRoute, WebSocketStage } from "aws-cdk-lib/aws-apigatewayv2";
import { WebSocketLambdaIntegration } from "aws-cdk-lib/aws-apigatewayv2-integrations";
import { EventSourceMapping, FilterCriteria, FilterRule, StartingPosition } from "aws-cdk-lib/aws-lambda";
import { SqsDlq } from "aws-cdk-lib/aws-lambda-event-sources";
import { Queue } from "aws-cdk-lib/aws-sqs";
import type { Construct } from "constructs";
import { acknowledgeFinding } from "./acknowledge.ts";
import { encryptQueue } from "./encryption.ts";
import { addLambda, type LambdaContext } from "./lambda-function.ts";
import { feedConsumer, type LiveRoute, liveRoutes } from "./live-routes.ts";
import { feedDeadLetterQueueName, feedStreamExport, liveApiIdExport, liveStageName, stackName } from "./names.ts";
import { maxMessageBytes } from "./queues.ts";

/** For messages and connects of all sockets together. AWS opens at most 500 sockets a second. */
const throttle = { rateLimit: 1000, burstLimit: 2000 };

export class LiveStack extends Stack {
  constructor(scope: Construct, context: LambdaContext) {
    const { stage } = context.config;
    super(scope, "Live", { stackName: stackName(stage, "live"), description: "Patchbay: live updates" });
    const api = new WebSocketApi(this, "WebSocketApi", {
      apiName: `patchbay-${stage}-live`,
      routeSelectionExpression: "$request.body.action",
    });
    const own = { ...context, liveApiId: api.apiId };
    const routes = liveRoutes.map((row) => this.route(api, row, own));
    const deployed = new WebSocketStage(this, "Stage", {
      webSocketApi: api,
      stageName: liveStageName,
      autoDeploy: true,
      throttle,
    });
    // API Gateway refuses to deploy a WebSocket API without routes.
    for (const route of routes) deployed.node.addDependency(route);
    acknowledgeFinding(
      deployed,
      "AwsSolutions-APIG1",
      "access logs of a WebSocket API need a role set for the whole account; the Lambdas log who connects and is refused",
    );
    this.consumeFeed(own);
    new CfnOutput(this, "LiveApiId", { value: api.apiId, exportName: liveApiIdExport(stage) });
  }

  private route(api: IWebSocketApi, row: LiveRoute, context: LambdaContext): WebSocketRoute {
    const integration = new WebSocketLambdaIntegration(row.run, addLambda(this, row, context));
    const route = new WebSocketRoute(this, row.on, { webSocketApi: api, routeKey: row.on, integration });
    acknowledgeFinding(
      route,
      "AwsSolutions-APIG4",
      "only an integration can answer with a subprotocol: $connect's Lambda checks the token, and the others its row",
    );
    return route;
  }

  private consumeFeed(context: LambdaContext): void {
    const { stage } = context.config;
    const deadLetters = new Queue(this, "feed-dead-letters", {
      queueName: feedDeadLetterQueueName(stage),
      maxMessageSizeBytes: maxMessageBytes,
      ...encryptQueue(this, "feed", context.config),
      retentionPeriod: Duration.days(14),
    });
    acknowledgeFinding(deadLetters, "AwsSolutions-SQS3", "it is the queue of what was given up");
    new EventSourceMapping(this, "feed-consumer", {
      target: addLambda(this, feedConsumer, context),
      eventSourceArn: context.config.restoredTables.feed?.stream ?? Fn.importValue(feedStreamExport(stage)),
      // LATEST may miss rows written while the mapping is created or changed. Processing a row twice is harmless.
      startingPosition: StartingPosition.TRIM_HORIZON,
      batchSize: feedConsumer.batch,
      filters: [newOutboxRows],
      bisectBatchOnError: true,
      retryAttempts: 100,
      maxRecordAge: Duration.hours(6),
      onFailure: new SqsDlq(deadLetters),
    });
  }
}

/** https://docs.aws.amazon.com/lambda/latest/dg/with-ddb-filtering.html */
const newOutboxRows = FilterCriteria.filter({
  eventName: FilterRule.isEqual("INSERT"),
  dynamodb: { Keys: { pk: { S: FilterRule.beginsWith("outbox#") } } },
});
