// The API's authorizers. API Gateway checks users' JWTs itself where it knows the algorithm, else a small Lambda does.
// The api stack creates the authorizers; the stacks with routes read their ids from Parameter Store
// (infra/decisions/authorizers-are-made-once.md).
import { Aws, CfnResource, Duration, RemovalPolicy, type Stack } from "aws-cdk-lib";
import {
  AuthorizerPayloadVersion,
  type HttpApi,
  HttpAuthorizer,
  HttpAuthorizerType,
  type IHttpRouteAuthorizer,
} from "aws-cdk-lib/aws-apigatewayv2";
import { ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { StringParameter } from "aws-cdk-lib/aws-ssm";
import type { Stage } from "./config.ts";
import { addLambda, type LambdaContext } from "./lambda-function.ts";
import type { LambdaRow } from "./lambda-plan.ts";
import { authorizerIdParameter } from "./names.ts";

/** Whose tokens an authorizer checks: our users', or those Google sends with Pub/Sub pushes. */
type AuthorizerName = "users" | "pubsub";

/** API Gateway verifies RSA signatures only: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-jwt-authorizer.html */
const needsLambdaAuthorizer = ({ jwt }: Stage) => !jwt.algorithm.startsWith("RS");

const authorizerRow: LambdaRow = { run: "authorize-jwt", permissions: ["jwt:configure", "jwt-secret:read"] };

const identitySource = ["$request.header.Authorization"];

/** Creates the API's authorizers and writes their ids to Parameter Store. */
export function addAuthorizers(stack: Stack, httpApi: HttpApi, context: LambdaContext): void {
  const { jwt, pubsub, stage } = context.config;
  const users = needsLambdaAuthorizer(context.config)
    ? addLambdaAuthorizer(stack, httpApi, context)
    : addJwtAuthorizer(stack, httpApi, { name: "users", issuer: jwt.issuer, audience: jwt.audience });
  writeId(stack, stage, "users", users);
  if (!pubsub) return;
  // Google signs Pub/Sub pushes: https://cloud.google.com/pubsub/docs/authenticate-push-subscriptions
  const subscription = { name: "pubsub", issuer: pubsub.issuer, audience: [pubsub.audience] } as const;
  writeId(stack, stage, "pubsub", addJwtAuthorizer(stack, httpApi, subscription));
}

/** Imports the users' authorizer into a stack whose routes it protects. */
export const importUserAuthorizer = (stack: Stack, config: Stage): IHttpRouteAuthorizer =>
  importAuthorizer(stack, config.stage, "users", needsLambdaAuthorizer(config) ? "CUSTOM" : "JWT");

/** Imports the authorizer of Pub/Sub pushes; undefined when no subscription is configured. */
export const importPubsubAuthorizer = (stack: Stack, { stage, pubsub }: Stage): IHttpRouteAuthorizer | undefined =>
  pubsub && importAuthorizer(stack, stage, "pubsub", "JWT");

function importAuthorizer(stack: Stack, stage: string, name: AuthorizerName, authorizerType: "JWT" | "CUSTOM") {
  const authorizerId = StringParameter.valueForStringParameter(stack, authorizerIdParameter(stage, name));
  return HttpAuthorizer.fromHttpAuthorizerAttributes(stack, `${name} authorizer`, { authorizerId, authorizerType });
}

interface Issuer {
  readonly name: AuthorizerName;
  readonly issuer: string;
  readonly audience: readonly string[];
}

const addJwtAuthorizer = (stack: Stack, httpApi: HttpApi, { name, issuer, audience }: Issuer): HttpAuthorizer =>
  keepWhileInUse(
    new HttpAuthorizer(stack, `${name} authorizer`, {
      httpApi,
      authorizerName: name,
      type: HttpAuthorizerType.JWT,
      identitySource,
      jwtIssuer: issuer,
      jwtAudience: [...audience],
    }),
  );

function addLambdaAuthorizer(stack: Stack, httpApi: HttpApi, context: LambdaContext): HttpAuthorizer {
  const lambda = addLambda(stack, authorizerRow, context);
  const invocations = `lambda:path/2015-03-31/functions/${lambda.functionArn}/invocations`;
  const authorizer = new HttpAuthorizer(stack, "users lambda authorizer", {
    httpApi,
    authorizerName: "users-lambda",
    type: HttpAuthorizerType.LAMBDA,
    identitySource,
    authorizerUri: `arn:${Aws.PARTITION}:apigateway:${Aws.REGION}:${invocations}`,
    payloadFormatVersion: AuthorizerPayloadVersion.VERSION_2_0,
    enableSimpleResponses: true,
    resultsCacheTtl: Duration.seconds(60),
  });
  lambda.addPermission("Authorizer", {
    principal: new ServicePrincipal("apigateway.amazonaws.com"),
    sourceArn: stack.formatArn({
      service: "execute-api",
      resource: httpApi.apiId,
      resourceName: `authorizers/${authorizer.authorizerId}`,
    }),
  });
  return keepWhileInUse(authorizer);
}

/** Retains a replaced authorizer: stacks that are updated later still have routes which use it. */
function keepWhileInUse(authorizer: HttpAuthorizer): HttpAuthorizer {
  const { defaultChild } = authorizer.node;
  if (!(defaultChild instanceof CfnResource)) throw new Error("The CDK's authorizer has changed its shape.");
  defaultChild.applyRemovalPolicy(RemovalPolicy.RETAIN);
  return authorizer;
}

const writeId = (stack: Stack, stage: string, name: AuthorizerName, { authorizerId }: HttpAuthorizer) =>
  new StringParameter(stack, `${name} authorizer id`, {
    parameterName: authorizerIdParameter(stage, name),
    stringValue: authorizerId,
    description: "Patchbay: the id of an authorizer, for the stacks with the routes",
  });
