// Quotas of one HTTP API: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html
import type { Route } from "./route.ts";

/** AWS raises this quota on request; then raise the number here too. */
const maxRoutes = 300;
/** A fixed quota. Each Lambda is one integration. */
const maxIntegrations = 300;

/** Identifies the Lambda of a row: rows with the same key share an integration. */
export const getLambdaKey = ({ run, lambda = run, provider }: Route): string => `${lambda} ${provider ?? ""}`;

/** @throws Error in one sentence when the table exceeds a quota; CloudFormation would fail in the middle of a deployment */
export function refuseTooManyRoutes(routes: readonly Route[]): void {
  const integrations = new Set(routes.map(getLambdaKey)).size;
  if (routes.length > maxRoutes) {
    throw new Error(
      `The table has ${routes.length} routes and an HTTP API takes ${maxRoutes}: have the quota "Routes per API" of your API raised, then maxRoutes in infra/api-quotas.ts.`,
    );
  }
  if (integrations > maxIntegrations) {
    throw new Error(
      `The table has ${integrations} Lambdas and an HTTP API takes ${maxIntegrations} integrations, a fixed quota: let rows share a Lambda, or give a surface an API of its own.`,
    );
  }
}
