// The API's authorizers. API Gateway checks users' JWTs itself where they have one issuer and RSA signatures, else a small Lambda
// does (infra/decisions/authorizers-tell-endpoints.md).
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
import { isCheckedByGateway } from "./config/jwt.ts";
import type { Stage } from "./config.ts";
import { addLambda, type LambdaContext } from "./lambda-function.ts";
import type { LambdaRow } from "./lambda-plan.ts";
import { authorizerIdParameter } from "./names.ts";

/**
 * Whose tokens an authorizer checks: our users', or those Google sends with Pub/Sub pushes. "users" is API Gateway's own or, in
 * routes of earlier releases, a Lambda that refuses requests itself; "users-verdict" is the Lambda that tells the endpoint.
 */
type AuthorizerName = "users" | "users-verdict" | "pubsub";

interface LambdaAuthorizer {
  readonly id: string;
  readonly name: string;
  readonly row: LambdaRow;
}

const verdictAuthorizer: LambdaAuthorizer = {
  id: "users verdict authorizer",
  name: "users-verdict",
  row: { run: "verify-token", permissions: ["jwt:configure", "jwt-secret:read"] },
};

/** Of earlier releases; no route of this one uses it. */
const formerAuthorizer: LambdaAuthorizer = {
  id: "users lambda authorizer",
  name: "users-lambda",
  row: { run: "authorize-jwt", permissions: ["jwt:configure", "jwt-secret:read"] },
};

const identitySource = ["$request.header.Authorization"];

/** Creates the API's authorizers and writes their ids to Parameter Store. */
export function addAuthorizers(stack: Stack, httpApi: HttpApi, context: LambdaContext): void {
  const { jwt, pubsub, stage } = context.config;
  const users = addSingleIssuerAuthorizer(stack, httpApi, context);
  if (users) writeId(stack, stage, "users", users);
  if (!isCheckedByGateway(jwt)) {
    const verdicts = addLambdaAuthorizer(stack, httpApi, { ...context, authorizer: verdictAuthorizer });
    writeId(stack, stage, "users-verdict", verdicts);
  }
  if (!pubsub) return;
  // Google signs Pub/Sub pushes: https://cloud.google.com/pubsub/docs/authenticate-push-subscriptions
  const subscription = { name: "pubsub", issuer: pubsub.issuer, audience: [pubsub.audience] } as const;
  writeId(stack, stage, "pubsub", addJwtAuthorizer(stack, httpApi, subscription));
}

/** Imports the users' authorizer into a stack whose routes it protects. */
export const importUserAuthorizer = (stack: Stack, { stage, jwt }: Stage): IHttpRouteAuthorizer =>
  isCheckedByGateway(jwt)
    ? importAuthorizer(stack, stage, "users", "JWT")
    : importAuthorizer(stack, stage, "users-verdict", "CUSTOM");

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

/**
 * The authorizer that the first entry has, or had in earlier releases, as the only one. It stays beside the verdict's for stages
 * that go back: another one under its name could not be created.
 */
function addSingleIssuerAuthorizer(stack: Stack, httpApi: HttpApi, context: LambdaContext): HttpAuthorizer | undefined {
  const [{ issuer, audience, algorithm }] = context.config.jwt;
  if (issuer === "none" || audience === "none") return undefined;
  if (algorithm.startsWith("RS")) return addJwtAuthorizer(stack, httpApi, { name: "users", issuer, audience });
  return addLambdaAuthorizer(stack, httpApi, { ...context, authorizer: formerAuthorizer });
}

function addLambdaAuthorizer(
  stack: Stack,
  httpApi: HttpApi,
  { authorizer: { id, name, row }, ...context }: LambdaContext & { readonly authorizer: LambdaAuthorizer },
): HttpAuthorizer {
  const lambda = addLambda(stack, row, context);
  const invocations = `lambda:path/2015-03-31/functions/${lambda.functionArn}/invocations`;
  const authorizer = new HttpAuthorizer(stack, id, {
    httpApi,
    authorizerName: name,
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
