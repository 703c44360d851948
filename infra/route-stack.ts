// One stack of routes with their Lambdas.
import { Fn, Stack } from "aws-cdk-lib";
import {
  HttpApi,
  HttpMethod,
  HttpNoneAuthorizer,
  HttpRoute,
  HttpRouteKey,
  type IHttpApi,
  type IHttpRouteAuthorizer,
} from "aws-cdk-lib/aws-apigatewayv2";
import { HttpLambdaIntegration } from "aws-cdk-lib/aws-apigatewayv2-integrations";
import type { Construct } from "constructs";
import { acknowledgeFinding } from "./acknowledge.ts";
import { getLambdaKey } from "./api-quotas.ts";
import { importPubsubAuthorizer, importUserAuthorizer } from "./authorizer.ts";
import { addCanary, sendToCanary } from "./canary.ts";
import { addLambda, type LambdaContext } from "./lambda-function.ts";
import { apiIdExport, stackName } from "./names.ts";
import { type Caller, callersWithToken, type Route } from "./route.ts";

/** Callers without a token of ours. The Lambda authenticates them where that is needed. */
const openRouteReasons: Readonly<Partial<Record<Caller, string>>> = {
  state: "the browser comes back from the provider without a token: the single-use OAuth state authorizes it",
  signature: "the provider signs the request, and the Lambda checks the signature before anything else",
  pubsub: "no push subscription is configured: the Lambda refuses everything",
  nobody: "it is public: a health check or the page itself, with no one's data",
};

export class RouteStack extends Stack {
  constructor(scope: Construct, surface: string, routes: readonly Route[], context: LambdaContext) {
    const { stage } = context.config;
    super(scope, surface, { stackName: stackName(stage, surface), description: `Patchbay: routes of ${surface}` });
    const api = importApi(this, stage);
    const authorizers = createAuthorizers(this, context, routes);
    for (const rows of Map.groupBy(routes, getLambdaKey).values()) {
      const { integration, canary } = createIntegration(this, rows, context);
      const added = rows.map((route) => {
        const { method, path } = parseRouteKey(route);
        const own = new HttpRoute(this, route.on, {
          httpApi: api,
          routeKey: HttpRouteKey.with(path, method),
          integration,
          authorizer: authorizers(route.caller) ?? new HttpNoneAuthorizer(),
        });
        const open = openRouteReasons[route.caller];
        if (open && !authorizers(route.caller)) acknowledgeFinding(own, "AwsSolutions-APIG4", open);
        return own;
      });
      if (canary) sendToCanary(added, canary);
    }
  }
}

/** The authorizer of each kind of caller; a stack imports only those that its routes need. */
function createAuthorizers(stack: Stack, { config }: LambdaContext, routes: readonly Route[]) {
  const users = routes.some(({ caller }) => callersWithToken.has(caller))
    ? importUserAuthorizer(stack, config)
    : undefined;
  const isPushedTo = routes.some(({ caller }) => caller === "pubsub");
  const pubsub = isPushedTo ? importPubsubAuthorizer(stack, config) : undefined;
  return (caller: Caller): IHttpRouteAuthorizer | undefined => {
    if (caller === "pubsub") return pubsub;
    return callersWithToken.has(caller) ? users : undefined;
  };
}

export const importApi = (stack: Stack, stage: string): IHttpApi =>
  HttpApi.fromHttpApiAttributes(stack, "HttpApi", { httpApiId: Fn.importValue(apiIdExport(stage)) });

function createIntegration(stack: Stack, rows: readonly Route[], context: LambdaContext) {
  const [first] = rows;
  if (!first) throw new Error("A Lambda needs at least one row.");
  const lambda = addLambda(stack, first, context);
  const integration = new HttpLambdaIntegration(lambda.node.scope?.node.id ?? first.run, lambda);
  return { integration, canary: first.isReceiver ? addCanary(lambda, context.config) : undefined };
}

/** `GET /x` → `{method, path}` with the CDK's types. */
function parseRouteKey({ on }: Pick<Route, "on">): { method: HttpMethod; path: string } {
  const [verb, path = "/"] = on.split(" ");
  const method = Object.values(HttpMethod).find((known) => known === verb);
  if (!method) throw new Error(`"${on}" does not begin with an HTTP method.`);
  return { method, path };
}
