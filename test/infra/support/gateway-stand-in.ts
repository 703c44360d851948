// Stands in for API Gateway where a release is updated: it keeps the throttles of routes that are gone, and then refuses every
// update of the stage, as AWS does (github.com/aws/serverless-application-model/issues/1939).
import type { AwsAnswer, CallAws } from "../../../infra/aws/call-aws.ts";
import type { StackTemplate } from "../../compatibility/support/templates-of.ts";

const apiId = "api1234";

export interface GatewayStandIn {
  readonly callAws: CallAws;
  /** Applies the templates of a release in their order, as CloudFormation does. @throws Error in AWS's words */
  deploy(stacks: readonly StackTemplate[]): void;
  listRoutes(): string[];
  listThrottles(): string[];
}

export function createGatewayStandIn(apiName: string): GatewayStandIn {
  const routesByStack = new Map<string, readonly string[]>();
  const throttles = new Map<string, unknown>();
  const listRoutes = () => [...routesByStack.values()].flat();

  function updateStage(settings: Readonly<Record<string, unknown>>): void {
    for (const [key, throttle] of Object.entries(settings)) throttles.set(key, throttle);
    const missing = [...throttles.keys()].find((key) => !listRoutes().includes(key));
    if (missing) throw new Error(`Unable to find Route by key ${missing} within the provided RouteSettings`);
  }

  function deploy(stacks: readonly StackTemplate[]): void {
    for (const { name, resources } of stacks) {
      if (name.endsWith("-live")) continue;
      const all = Object.values(resources);
      const keys = all.filter(({ Type }) => Type === "AWS::ApiGatewayV2::Route");
      routesByStack.set(
        name,
        keys.map(({ Properties }) => String(Properties.RouteKey)),
      );
      const stage = all.find(({ Type }) => Type === "AWS::ApiGatewayV2::Stage");
      if (stage) updateStage(Object(stage.Properties.RouteSettings));
    }
  }

  const callAws: CallAws = async ({ method, path }) => {
    if (method === "GET" && path === "/v2/apis") return answer({ items: [{ apiId, name: apiName }] });
    const stagePath = `/v2/apis/${apiId}/stages/%24default`;
    if (method === "GET" && path === stagePath) return answer({ routeSettings: Object.fromEntries(throttles) });
    const prefix = `${stagePath}/routesettings/`;
    const key = path.startsWith(prefix) ? decodeURIComponent(path.slice(prefix.length)) : "";
    if (method === "DELETE" && throttles.delete(key)) return { status: 204, text: "" };
    return { status: 404, text: "{}" };
  };

  return { callAws, deploy, listRoutes, listThrottles: () => [...throttles.keys()] };
}

const answer = (body: unknown): AwsAnswer => ({ status: 200, text: JSON.stringify(body) });
