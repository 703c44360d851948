// What outlives a deployment: the tables and the key.
import { RemovalPolicy, Stack, type StackProps } from "aws-cdk-lib";
import { AttributeType, BillingMode, ProjectionType, Table } from "aws-cdk-lib/aws-dynamodb";
import { Key } from "aws-cdk-lib/aws-kms";
import type { Construct } from "constructs";
import { acknowledge } from "./acknowledge.ts";
import { isThrowaway, type Stage } from "./config.ts";
import { keyAlias, stackName, type TableName, tableName } from "./names.ts";

interface Kept {
  /** Whether the rows must survive mistakes: backups, deletion protection, kept when the stack goes. */
  readonly precious: boolean;
  readonly expires: boolean;
}

export class DataStack extends Stack {
  constructor(scope: Construct, config: Stage, props: StackProps = {}) {
    super(scope, "Data", {
      stackName: stackName(config.stage, "data"),
      description: "Patchbay: tables and encryption key",
      terminationProtection: !isThrowaway(config),
      ...props,
    });
    const connections = this.table("connections", config, { precious: true, expires: false });
    connections.addGlobalSecondaryIndex({
      indexName: "due",
      partitionKey: { name: "due", type: AttributeType.STRING },
      sortKey: { name: "dueAt", type: AttributeType.NUMBER },
      projectionType: ProjectionType.KEYS_ONLY,
    });
    const transient = this.table("transient", config, { precious: false, expires: true });
    acknowledge(transient, "AwsSolutions-DDB3", "its rows live for minutes or hours: there is nothing to restore");
    this.table("audit", config, { precious: true, expires: true });
    new Key(this, "Key", {
      alias: keyAlias(config.stage),
      description: `Wraps the data keys of Patchbay ${config.stage}`,
      enableKeyRotation: true,
      removalPolicy: removalPolicy(config),
    });
  }

  private table(name: TableName, config: Stage, { precious, expires }: Kept): Table {
    const kept = precious && !isThrowaway(config);
    return new Table(this, name, {
      tableName: tableName(config.stage, name),
      partitionKey: { name: "pk", type: AttributeType.STRING },
      sortKey: { name: "sk", type: AttributeType.STRING },
      billingMode: BillingMode.PAY_PER_REQUEST,
      deletionProtection: kept,
      removalPolicy: kept ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
      ...(precious ? { pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true } } : {}),
      ...(expires ? { timeToLiveAttribute: "ttl" } : {}),
    });
  }
}

const removalPolicy = (config: Stage) => (isThrowaway(config) ? RemovalPolicy.DESTROY : RemovalPolicy.RETAIN);
