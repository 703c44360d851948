// An update of a deployed stage, from one release to the next one with a route less.
import { describe, expect, it } from "vitest";
import { clearStaleThrottles } from "../../../infra/aws/stale-throttles.ts";
import { synthesizeTemplates } from "../../compatibility/support/templates-of.ts";
import { createGatewayStandIn } from "../support/gateway-stand-in.ts";
import { exampleStage } from "../support/synthesized.ts";

const release = synthesizeTemplates(exampleStage);
const removed = "GET /api/integrations/figma/files/{fileKey}/images";

/** The templates without the routes of that key, and with another one in its place if a new key is given. */
const withoutRoute = (key: string, renamed?: string) =>
  release.map((stack) => ({
    ...stack,
    resources: Object.fromEntries(
      Object.entries(stack.resources).flatMap(([id, resource]) => {
        const { RouteKey, RouteSettings } = resource.Properties;
        if (RouteKey === key && !renamed) return [];
        const settings = Object.entries(Object(RouteSettings)).flatMap(([name, value]) =>
          name === key ? (renamed ? [[renamed, value]] : []) : [[name, value]],
        );
        const Properties = {
          ...resource.Properties,
          ...(RouteKey === key ? { RouteKey: renamed } : {}),
          ...(RouteSettings ? { RouteSettings: Object.fromEntries(settings) } : {}),
        };
        return [[id, { ...resource, Properties }]];
      }),
    ),
  }));

const listKeys = (stacks: typeof release) =>
  stacks.flatMap(({ resources }) =>
    Object.values(resources).flatMap(({ Properties }) => (Properties.RouteKey ? [String(Properties.RouteKey)] : [])),
  );

describe("an update that removes a route", () => {
  it("would be refused by API Gateway, which keeps the route's throttle", () => {
    const gateway = createGatewayStandIn("patchbay-prod");
    gateway.deploy(release);
    expect(() => gateway.deploy(withoutRoute(removed))).toThrow(
      `Unable to find Route by key ${removed} within the provided RouteSettings`,
    );
  });

  it.each([
    ["removed", undefined],
    ["renamed", "GET /api/integrations/figma/files/{fileKey}/pictures"],
  ])("works once the throttle is deleted: %s", async (_, renamed) => {
    const gateway = createGatewayStandIn("patchbay-prod");
    gateway.deploy(release);
    const next = withoutRoute(removed, renamed);
    const cleared = await clearStaleThrottles(gateway.callAws, "patchbay-prod", listKeys(next));
    expect(cleared).toEqual([removed]);
    gateway.deploy(next);
    expect(gateway.listThrottles().sort()).toEqual(gateway.listRoutes().sort());
    expect(gateway.listRoutes()).not.toContain(removed);
  });

  it("works from a release that left throttles behind when its own update failed", async () => {
    const gateway = createGatewayStandIn("patchbay-prod");
    gateway.deploy(release);
    expect(() => gateway.deploy(withoutRoute(removed))).toThrow();
    await clearStaleThrottles(gateway.callAws, "patchbay-prod", listKeys(withoutRoute(removed)));
    expect(() => gateway.deploy(withoutRoute(removed))).not.toThrow();
  });
});

describe("clearStaleThrottles", () => {
  it("deletes nothing where nothing is stale, and where the stage was never deployed", async () => {
    const gateway = createGatewayStandIn("patchbay-prod");
    expect(await clearStaleThrottles(gateway.callAws, "patchbay-other", [])).toEqual([]);
    gateway.deploy(release);
    expect(await clearStaleThrottles(gateway.callAws, "patchbay-prod", listKeys(release))).toEqual([]);
  });

  it("does not touch the API of another stage", async () => {
    const gateway = createGatewayStandIn("patchbay-prod");
    gateway.deploy(release);
    expect(await clearStaleThrottles(gateway.callAws, "patchbay-pro", [])).toEqual([]);
    expect(gateway.listThrottles().length).toBeGreaterThan(50);
  });

  it("says which right is missing when API Gateway refuses", async () => {
    const refuse = async () => ({ status: 403, text: "{}" });
    await expect(clearStaleThrottles(refuse, "patchbay-prod", [])).rejects.toThrow(
      "API Gateway answered 403 to the request to list the APIs: these credentials may need apigateway:GET and apigateway:DELETE.",
    );
  });
});
