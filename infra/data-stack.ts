// Stored data: the tables and the KMS key.
import { CfnOutput, RemovalPolicy, Stack, type StackProps } from "aws-cdk-lib";
import { AttributeType, BillingMode, ProjectionType, StreamViewType, Table } from "aws-cdk-lib/aws-dynamodb";
import { Key } from "aws-cdk-lib/aws-kms";
import { StringParameter } from "aws-cdk-lib/aws-ssm";
import type { Construct } from "constructs";
import { acknowledgeFinding } from "./acknowledge.ts";
import { isEphemeral, type Stage } from "./config.ts";
import { encryptTable } from "./encryption.ts";
import {
  auditStreamParameter,
  createdTableName,
  feedStreamExport,
  keyAlias,
  keyArnExport,
  stackName,
  type TableName,
} from "./names.ts";

interface TableOptions {
  /** Whether the table has backups and deletion protection, and is retained when the stack is deleted. */
  readonly precious: boolean;
  readonly expires: boolean;
  /** Whether the table has a stream of its changes. */
  readonly streams?: boolean;
  /** The name of a table that was restored from a backup of this one. */
  readonly restoredName?: string | undefined;
}

/** Of the tables whose changes other Lambdas are told of. */
const streamedOptions: TableOptions = { precious: true, expires: true, streams: true };

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
    this.connections(config);
    const transient = this.table("transient", config, { precious: false, expires: true });
    acknowledgeFinding(
      transient,
      "AwsSolutions-DDB3",
      "its rows live for minutes or hours: there is nothing to restore",
    );
    this.audit(config);
    this.deliveries(config);
    this.feed(config);
    this.importRestored(config);
  }

  /**
   * Tables that were restored from a backup, for `cdk import` to take in. Those that they stand in for stay: they hold what was
   * written after the backup, and the stream of the created feed is exported.
   */
  private importRestored(config: Stage): void {
    const { connections, audit, feed } = config.restoredTables;
    if (connections?.imported) this.connections(config, connections.name);
    if (audit?.imported) this.audit(config, audit.name);
    if (feed?.imported) this.table("feed", config, { ...streamedOptions, restoredName: feed.name });
  }

  private connections(config: Stage, restoredName?: string): void {
    const connections = this.table("connections", config, { precious: true, expires: false, restoredName });
    connections.addGlobalSecondaryIndex({
      indexName: "due",
      partitionKey: { name: "due", type: AttributeType.STRING },
      sortKey: { name: "dueAt", type: AttributeType.NUMBER },
      projectionType: ProjectionType.KEYS_ONLY,
    });
    // DynamoDB takes one new index an update, so the next one of this table needs a release of its own.
    connections.addGlobalSecondaryIndex({
      indexName: "tenant",
      partitionKey: { name: "tenant", type: AttributeType.STRING },
      sortKey: { name: "connectedAt", type: AttributeType.NUMBER },
      projectionType: ProjectionType.KEYS_ONLY,
    });
  }

  /** Who did what. Its stream triggers the Lambda that counts what was done; that of a restored one is in the stage's file. */
  private audit(config: Stage, restoredName?: string): void {
    const audit = this.table("audit", config, { ...streamedOptions, restoredName });
    audit.addGlobalSecondaryIndex({
      indexName: "action",
      partitionKey: { name: "action", type: AttributeType.STRING },
      sortKey: { name: "at", type: AttributeType.STRING },
      projectionType: ProjectionType.ALL,
    });
    if (restoredName !== undefined) return;
    new StringParameter(this, "AuditStream", {
      parameterName: auditStreamParameter(config.stage),
      description: "The stream of the audit's table",
      stringValue: audit.tableStreamArn ?? "",
    });
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
    const feed = this.table("feed", config, streamedOptions);
    new CfnOutput(this, "FeedStream", {
      value: feed.tableStreamArn ?? "",
      exportName: feedStreamExport(config.stage),
    });
  }

  private table(name: TableName, config: Stage, options: TableOptions): Table {
    const { precious, expires, streams = false, restoredName } = options;
    const isRetained = precious && !isEphemeral(config);
    return new Table(this, restoredName === undefined ? name : `restored-${name}`, {
      tableName: restoredName ?? createdTableName(config.stage, name),
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
