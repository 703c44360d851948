// THE TABLE: every HTTP endpoint with its caller, its Lambda and that Lambda's permissions.
import type { Manifest } from "../lib/providers/manifest.ts";
import { manifests } from "../lib/providers/manifests.ts";
import type { Route, RouteSettings } from "./route.ts";
import { adminRoutes } from "./routes/admin.ts";
import { brokerCallbacks, brokerRoutes } from "./routes/broker.ts";
import { crmRoutes } from "./routes/crm.ts";
import { addEhrRights, ehrRoutes } from "./routes/ehr.ts";
import { figmaDataRoutes } from "./routes/figma-data.ts";
import { githubDataRoutes } from "./routes/github-data.ts";
import { integrationFlows, integrationRoutes } from "./routes/integrations.ts";
import { integrationV1Routes, unusedCallbackRoute } from "./routes/integrations-v1.ts";
import { mcpRoutes } from "./routes/mcp.ts";
import { oauthV1Flows, oauthV1Routes } from "./routes/oauth-v1.ts";
import { dataRows, providerRows } from "./routes/provider-rows.ts";
import { slackDataRoutes } from "./routes/slack-data.ts";
import { v2DataRoutes, v2StatusRoutes } from "./routes/v2-data.ts";
import { receiverRoutes, webhookRoutes } from "./routes/webhooks.ts";

/**
 * The rows of each stack: one stack per surface for the first providers; later providers name their stack in the manifest.
 * A Lambda takes about six of the 500 resources that a stack may have. A deployed row never moves to another stack, because
 * function names and route keys are unique (infra/decisions/a-row-stays-in-its-stack.md).
 */
export function surfacesFor(
  all: readonly Manifest[],
  settings: RouteSettings = {},
): Readonly<Record<string, readonly Route[]>> {
  const first = all.filter(({ stack }) => stack === undefined);
  const ids = first.map(({ id }) => id);
  const { sharedCallback, formerCallbacks, services = [] } = settings;
  const surfaces: Record<string, readonly Route[]> = {
    integrations: [...ids.flatMap(integrationFlows), ...integrationRoutes, ...mcpRoutes(settings)],
    "oauth-v1": [
      ...ids.flatMap((id) => oauthV1Flows(id, sharedCallback)),
      ...oauthV1Routes,
      ...integrationV1Routes,
      ...(sharedCallback === undefined ? [unusedCallbackRoute] : []),
    ],
    "provider-data": [...figmaDataRoutes, ...slackDataRoutes, ...githubDataRoutes, ...first.flatMap(dataRows)],
    "v2-data": [...v2DataRoutes, ...v2StatusRoutes],
    webhooks: [...receiverRoutes(first), ...webhookRoutes],
    admin: adminRoutes,
    crm: crmRoutes(all, services),
    broker: [...ids.flatMap((id) => brokerCallbacks(id, formerCallbacks)), ...brokerRoutes(all, settings)],
    ehr: ehrRoutes(all, settings),
    ...stacksOfLaterProviders(all, settings),
  };
  return Object.fromEntries(
    Object.entries(surfaces).map(([name, rows]) => [
      name,
      rows.map((row) => requireEdge(addEhrRights(row, all), settings)),
    ]),
  );
}

/** Behind an edge each endpoint checks that it is called by it. */
const requireEdge = (row: Route, { edge }: RouteSettings): Route =>
  edge === undefined ? row : { ...row, permissions: [...row.permissions, "origin-secret:read"] };

function stacksOfLaterProviders(all: readonly Manifest[], settings: RouteSettings): Record<string, readonly Route[]> {
  const stacks = Map.groupBy(all, ({ stack }) => stack);
  return Object.fromEntries(
    [...stacks].flatMap(([stack, found]) =>
      stack ? [[stack, found.flatMap((manifest) => providerRows(manifest, settings))]] : [],
    ),
  );
}

/** What a stage switches on, so that the table has every row. */
const everything: RouteSettings = {
  ehr: { servers: [], patientsByGet: true, launchPage: true },
  mcp: { database: {}, connections: "read" },
};

export const routes: readonly Route[] = Object.values(surfacesFor(manifests, everything)).flat();
