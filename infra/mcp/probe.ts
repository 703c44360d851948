// The Lambda that the deep health check asks about the database, for it is where the database is.
import { Stack } from "aws-cdk-lib";
import type { Construct } from "constructs";
import { addLambda, type LambdaContext } from "../lambda-function.ts";
import type { LambdaRow } from "../lambda-plan.ts";
import { stackName } from "../names.ts";

export const databaseProbe: LambdaRow = {
  run: "mcp/probe-database",
  timeout: 15,
  permissions: ["mcp:switches", "database:query"],
  stageFile: "mcp.json",
  inVpc: true,
};

/** A stack of its own: it has no route, and no trigger. */
export class DatabaseStack extends Stack {
  constructor(scope: Construct, context: LambdaContext) {
    const { stage } = context.config;
    super(scope, "Database", {
      stackName: stackName(stage, "database"),
      description: "Patchbay: health of the database",
    });
    addLambda(this, databaseProbe, context);
  }
}
