// Who checks the users' JWT: API Gateway itself, or a small Lambda where the algorithm is not one of API Gateway's.
import { Duration, type Stack } from "aws-cdk-lib";
import type { IHttpRouteAuthorizer } from "aws-cdk-lib/aws-apigatewayv2";
import {
  HttpJwtAuthorizer,
  HttpLambdaAuthorizer,
  HttpLambdaResponseType,
} from "aws-cdk-lib/aws-apigatewayv2-authorizers";
import { Function as Lambda } from "aws-cdk-lib/aws-lambda";
import type { Stage } from "./config.ts";
import { placeOf } from "./lambda-function.ts";
import type { LambdaRow } from "./lambda-plan.ts";
import { arn, functionName } from "./names.ts";

const entry = "authorize-jwt";

/** API Gateway checks RSA signatures only: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-jwt-authorizer.html */
export const needsLambdaAuthorizer = ({ jwt }: Stage) => !jwt.algorithm.startsWith("RS");

export const authorizerRow: LambdaRow = { run: entry, may: ["jwt:configure", "jwt-secret:read"] };

/**
 * The authorizer of one route stack. Authorizers are made per stack because an authorizer's id could reach another stack only
 * as an export, and exports deadlock removals; an API takes ten.
 */
export function jwtAuthorizer(stack: Stack, config: Stage): IHttpRouteAuthorizer {
  const id = `${stack.node.id}Jwt`;
  if (needsLambdaAuthorizer(config)) return lambdaAuthorizer(stack, id, config);
  return new HttpJwtAuthorizer(id, config.jwt.issuer, { authorizerName: id, jwtAudience: [...config.jwt.audience] });
}

/** Google signs what Pub/Sub pushes: https://cloud.google.com/pubsub/docs/authenticate-push-subscriptions */
export function pubsubAuthorizer(stack: Stack, { pubsub }: Stage): IHttpRouteAuthorizer | undefined {
  const id = `${stack.node.id}Pubsub`;
  return pubsub && new HttpJwtAuthorizer(id, pubsub.issuer, { authorizerName: id, jwtAudience: [pubsub.audience] });
}

function lambdaAuthorizer(stack: Stack, id: string, config: Stage): IHttpRouteAuthorizer {
  const functionArn = arn(placeOf({ config }), "lambda", `function:${functionName(config.stage, entry)}`);
  const lambda = Lambda.fromFunctionAttributes(stack, "AuthorizerFunction", { functionArn, sameEnvironment: true });
  return new HttpLambdaAuthorizer(id, lambda, {
    authorizerName: id,
    identitySource: ["$request.header.Authorization"],
    responseTypes: [HttpLambdaResponseType.SIMPLE],
    resultsCacheTtl: Duration.seconds(60),
  });
}
