// Behind an edge every entry of the table takes requests of that edge only: the code as it is deployed is asked.
import { createRequire } from "node:module";
import { resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { getLambdaKey } from "../../../infra/api-quotas.ts";
import { planLambda } from "../../../infra/lambda-plan.ts";
import { liveRoutes } from "../../../infra/live-routes.ts";
import type { Route } from "../../../infra/route.ts";
import { surfacesFor } from "../../../infra/routes.ts";
import { jobs } from "../../../infra/triggers.ts";
import { manifests } from "../../../lib/providers/manifests.ts";
import { type AwsStandIn, startAwsStandIn } from "../../support/aws-stand-in.ts";
import { type BuiltBundles, useBuiltBundles } from "../../support/built.ts";
import { httpEvent } from "../../support/events.ts";
import { json } from "../../support/test-server.ts";
import { allVariables } from "../support/all-variables.ts";
import { account } from "../support/expansion.ts";
import { exampleService } from "../support/synthesized.ts";
import { defineEdgeStage } from "./support/edge-stage.ts";

const config = defineEdgeStage(
  {},
  {
    services: [exampleService],
    resultPages: true,
    formerCallbacks: { shared: "slack", named: ["slack"] },
    ehr: { servers: [], patientsByGet: true, launchPage: true },
    mcp: { connections: "read" },
  },
);
const rows = Object.values(surfacesFor(manifests, config)).flat();
const connect = liveRoutes.filter(({ on }) => on === "$connect");
const context = { config, place: account };
const reads = (name: string) => [
  { actions: ["secretsmanager:GetSecretValue"], resource: expect.stringMatching(`:secret:${name}-\\?{6}$`) },
];

describe("the table of a stage with an edge", () => {
  it("lets every endpoint and $connect read the origin secret, and tells them its name", () => {
    for (const row of [...rows, ...connect]) {
      const { environment, statements } = planLambda(row, context);
      expect(environment.ORIGIN_SECRET, row.run).toBe("patchbay/prod/origin");
      const granted = statements
        .filter(({ actions }) => actions.includes("secretsmanager:GetSecretValue"))
        .flatMap(({ resources }) => resources);
      expect(granted, row.run).toEqual(
        expect.arrayContaining(reads("patchbay/prod/origin").map(({ resource }) => resource)),
      );
    }
  });

  it("lets nothing else read it", () => {
    const others = [...jobs, ...liveRoutes.filter(({ on }) => on !== "$connect")];
    for (const row of others) expect(JSON.stringify(planLambda(row, context)), row.run).not.toContain("prod/origin");
  });

  it("has no trace of it while the API's own address is left open", () => {
    const open = { config: defineEdgeStage({ apiOpen: true }), place: account };
    for (const row of [...rows, ...connect])
      expect(JSON.stringify(planLambda(row, open)), row.run).not.toContain("ORIGIN_SECRET");
  });
});

let bundles: BuiltBundles;
let aws: AwsStandIn;
beforeAll(async () => {
  bundles = await useBuiltBundles();
  Object.assign(process.env, allVariables, { ORIGIN_SECRET: "patchbay/prod/origin", LOG_LEVEL: "CRITICAL" });
  aws = await startAwsStandIn();
  aws.on("GetSecretValue", () => json({ SecretString: JSON.stringify({ current: "new", previous: "old" }) }));
}, 300_000);
afterAll(async () => {
  await aws.close();
  await bundles.dispose();
});

/** By Node itself: vitest would change the code. */
const load = createRequire(import.meta.url);
const loadHandler = (run: string): ((event: unknown, context: unknown) => Promise<Answer>) =>
  load(resolve(bundles.folder, run, "index.mjs")).handler;

interface Answer {
  readonly statusCode: number;
  readonly body?: string;
}

const closed = "This address is closed. Use the API's public one.";
const older = { "x-patchbay-origin": "older" };

const ask = async ({ run, on }: Pick<Route, "run" | "on">, headers: Record<string, string>) => {
  const handler = loadHandler(run);
  return handler(httpEvent({ on: on.replaceAll(/\{[^}]*\}/g, "x"), routeKey: on, headers }), {});
};

const byLambda = [...Map.groupBy(rows, getLambdaKey).values()].flatMap(([row]) => (row ? [row] : []));
const entries = [...Map.groupBy(byLambda, ({ run }) => run).values()].flatMap(([row]) => (row ? [row] : []));

describe.each(entries)("$run", (row) => {
  it("refuses who comes past the edge, and takes what comes through it", { timeout: 30_000 }, async () => {
    for (const headers of [{}, older, { "x-patchbay-origin": "new,new" }]) {
      const { statusCode, body = "{}" } = await ask(row, headers);
      expect([statusCode, JSON.parse(body).code, JSON.parse(body).detail]).toEqual([403, "forbidden", closed]);
    }
    for (const secret of ["new", "old"])
      expect((await ask(row, { "x-patchbay-origin": secret })).body ?? "").not.toContain(closed);
  });
});

describe("$connect", () => {
  const open = async (headers: Record<string, string>, multiValueHeaders: Record<string, string[]> = {}) => {
    const handler = loadHandler("live/connect");
    const requestContext = { eventType: "CONNECT", connectionId: "c", requestId: "r", routeKey: "$connect" };
    return (await handler({ requestContext, headers, multiValueHeaders }, {})).statusCode;
  };

  it("refuses who comes past the edge", async () => {
    expect(await open({})).toBe(403);
    expect(await open({ "X-Patchbay-Origin": "older" })).toBe(403);
    expect(await open({}, { "X-Patchbay-Origin": ["new", "new"] })).toBe(403);
  });

  it("asks who comes through it for a token", async () => {
    for (const secret of ["new", "old"]) expect(await open({ "X-Patchbay-Origin": secret })).toBe(401);
  });
});
