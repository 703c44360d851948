// Stored data: the tables and the KMS key.
import { CfnOutput, RemovalPolicy, Stack, type StackProps } from "aws-cdk-lib";
import { AttributeType, BillingMode, ProjectionType, StreamViewType, Table } from "aws-cdk-lib/aws-dynamodb";
import { Key } from "aws-cdk-lib/aws-kms";
import type { Construct } from "constructs";
import { acknowledgeFinding } from "./acknowledge.ts";
import { isEphemeral, type Stage } from "./config.ts";
import { encryptTable } from "./encryption.ts";
import { feedStreamExport, keyAlias, keyArnExport, stackName, type TableName, tableName } from "./names.ts";

interface TableOptions {
  /** Whether the table has backups and deletion protection, and is retained when the stack is deleted. */
  readonly precious: boolean;
  readonly expires: boolean;
  /** Whether the table has a stream of its changes. */
  readonly streams?: boolean;
}

/** The attributes that a list of deliveries shows; the sealed payload is not copied into the index. */
const logIndexAttributes = [
  "receipt",
  "provider",
  "kind",
  "deliveryId",
  "status",
  "attempts",
  "error",
  "receivedAt",
  "finishedAt",
  "tenants",
  "replayOf",
  "replayedAt",
  "again",
];

export class DataStack extends Stack {
  private readonly key: Key;

  constructor(scope: Construct, config: Stage, props: StackProps = {}) {
    super(scope, "Data", {
      stackName: stackName(config.stage, "data"),
      description: "Patchbay: tables and encryption key",
      terminationProtection: !isEphemeral(config),
      ...props,
    });
    this.key = new Key(this, "Key", {
      alias: keyAlias(config.stage),
      description: `Wraps the data keys of Patchbay ${config.stage}`,
      enableKeyRotation: true,
      removalPolicy: getRemovalPolicy(config),
    });
    new CfnOutput(this, "KeyArn", { value: this.key.keyArn, exportName: keyArnExport(config.stage) });
    const connections = this.table("connections", config, { precious: true, expires: false });
    connections.addGlobalSecondaryIndex({
      indexName: "due",
      partitionKey: { name: "due", type: AttributeType.STRING },
      sortKey: { name: "dueAt", type: AttributeType.NUMBER },
      projectionType: ProjectionType.KEYS_ONLY,
    });
    const transient = this.table("transient", config, { precious: false, expires: true });
    acknowledgeFinding(
      transient,
      "AwsSolutions-DDB3",
      "its rows live for minutes or hours: there is nothing to restore",
    );
    this.table("audit", config, { precious: true, expires: true });
    this.deliveries(config);
    this.feed(config);
  }

  /** The log of webhook deliveries, and the claims that prevent processing one twice. */
  private deliveries(config: Stage): void {
    const deliveries = this.table("deliveries", config, { precious: false, expires: true });
    deliveries.addGlobalSecondaryIndex({
      indexName: "log",
      partitionKey: { name: "log", type: AttributeType.STRING },
      sortKey: { name: "at", type: AttributeType.STRING },
      projectionType: ProjectionType.INCLUDE,
      nonKeyAttributes: logIndexAttributes,
    });
    acknowledgeFinding(deliveries, "AwsSolutions-DDB3", "a log of 90 days: the providers keep what it is about");
  }

  /** Users' feeds and the outbox. Its stream triggers the Lambda that numbers and pushes new rows. */
  private feed(config: Stage): void {
    const feed = this.table("feed", config, { precious: true, expires: true, streams: true });
    new CfnOutput(this, "FeedStream", {
      value: feed.tableStreamArn ?? "",
      exportName: feedStreamExport(config.stage),
    });
  }

  private table(name: TableName, config: Stage, { precious, expires, streams = false }: TableOptions): Table {
    const isRetained = precious && !isEphemeral(config);
    return new Table(this, name, {
      tableName: tableName(config.stage, name),
      partitionKey: { name: "pk", type: AttributeType.STRING },
      sortKey: { name: "sk", type: AttributeType.STRING },
      billingMode: BillingMode.PAY_PER_REQUEST,
      deletionProtection: isRetained,
      removalPolicy: isRetained ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
      ...(precious ? { pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true } } : {}),
      ...encryptTable(config, this.key),
      ...(streams ? { stream: StreamViewType.NEW_IMAGE } : {}),
      ...(expires ? { timeToLiveAttribute: "ttl" } : {}),
    });
  }
}

const getRemovalPolicy = (config: Stage) => (isEphemeral(config) ? RemovalPolicy.DESTROY : RemovalPolicy.RETAIN);
