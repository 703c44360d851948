// Throttles of routes that a release removes or renames. API Gateway keeps them when the route goes, and then refuses every
// update of the stage: "Unable to find Route by key … within the provided RouteSettings".
import { z } from "zod";
import type { AwsAnswer, CallAws } from "./call-aws.ts";

const apisSchema = z.object({
  items: z.array(z.object({ apiId: z.string(), name: z.string() })).default([]),
  nextToken: z.string().optional(),
});
const stageSchema = z.object({ routeSettings: z.record(z.string(), z.unknown()).default({}) });

/** Percent-encoded: API Gateway takes the name literally. */
const stagePath = (apiId: string) => `/v2/apis/${apiId}/stages/%24default`;

/**
 * Deletes the throttles of routes that the next template does not have. Until they go, such routes have the default throttle.
 * https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid-stages-stagename-routesettings-routekey.html
 * @param keys the route keys of the next template
 * @returns the route keys whose throttle was deleted
 * @throws Error in one sentence when API Gateway refuses
 */
export async function clearStaleThrottles(
  callAws: CallAws,
  apiName: string,
  keys: readonly string[],
): Promise<string[]> {
  const cleared: string[] = [];
  for (const apiId of await findApis(callAws, apiName)) {
    const answer = await callAws({ service: "apigateway", method: "GET", path: stagePath(apiId) });
    if (answer.status === 404) continue;
    const { routeSettings } = parse(stageSchema, answer, "read the API's stage");
    for (const key of Object.keys(routeSettings).filter((known) => !keys.includes(known))) {
      const path = `${stagePath(apiId)}/routesettings/${encodeURIComponent(key)}`;
      const deleted = await callAws({ service: "apigateway", method: "DELETE", path });
      if (deleted.status !== 404) requireSuccess(deleted, `delete the throttle of ${key}`);
      cleared.push(key);
    }
  }
  return cleared;
}

/** The ids of the HTTP APIs of that name: one, or none before the first deployment. */
async function findApis(callAws: CallAws, name: string, nextToken?: string): Promise<string[]> {
  const query = { maxResults: "100", ...(nextToken ? { nextToken } : {}) };
  const answer = await callAws({ service: "apigateway", method: "GET", path: "/v2/apis", query });
  const page = parse(apisSchema, answer, "list the APIs");
  const found = page.items.filter((api) => api.name === name).map(({ apiId }) => apiId);
  return page.nextToken ? [...found, ...(await findApis(callAws, name, page.nextToken))] : found;
}

function parse<S extends z.ZodType>(schema: S, answer: AwsAnswer, what: string): z.output<S> {
  requireSuccess(answer, what);
  return schema.parse(JSON.parse(answer.text));
}

function requireSuccess({ status }: AwsAnswer, what: string): void {
  if (status < 300) return;
  throw new Error(
    `API Gateway answered ${status} to the request to ${what}: these credentials may need apigateway:GET and apigateway:DELETE.`,
  );
}
