// What one HTTP API takes: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html
import type { Route } from "./route.ts";

/** AWS raises this one for an API on request; then the number here may follow. */
const maxRoutes = 300;
/** Fixed. Each Lambda is one integration. */
const maxIntegrations = 300;

/** The Lambda of a row: rows with the same one share an integration. */
export const lambdaOf = ({ run, lambda = run, provider }: Route): string => `${lambda} ${provider ?? ""}`;

/** @throws Error in one sentence, before CloudFormation would fail in the middle of a deployment */
export function refuseTooManyRoutes(routes: readonly Route[]): void {
  const integrations = new Set(routes.map(lambdaOf)).size;
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
