import { defineStage } from "../../../infra/config.ts";
import { planLambda } from "../../../infra/lambda-plan.ts";
import { liveLambdas } from "../../../infra/live-routes.ts";
import { databaseProbe } from "../../../infra/mcp/probe.ts";
import { routes } from "../../../infra/routes.ts";
import { jobs } from "../../../infra/triggers.ts";
import { account } from "./expansion.ts";
import { exampleInput, exampleJwt } from "./synthesized.ts";

// ES256, since only then there is a Lambda authorizer.
const config = defineStage({ ...exampleInput, jwt: { ...exampleJwt, algorithm: "ES256" } });
const context = { config, place: account };
const rows = [
  ...routes,
  ...jobs,
  ...liveLambdas,
  databaseProbe,
  { run: "authorize-jwt", permissions: ["jwt:configure"] } as const,
];

/** The environment variables of all Lambdas together, and those that Lambda itself sets. */
export const allVariables: NodeJS.ProcessEnv = Object.assign(
  {
    AWS_REGION: "eu-central-1",
    AWS_ACCESS_KEY_ID: "test",
    AWS_SECRET_ACCESS_KEY: "test",
    AWS_LAMBDA_FUNCTION_NAME: "test",
    PATH: process.env.PATH,
  },
  ...rows.map((row) => planLambda(row, context).environment),
);
