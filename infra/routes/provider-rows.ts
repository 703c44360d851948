// Builds the HTTP rows of a provider from its manifest.
import type { DataEndpoint, Manifest } from "../../lib/providers/manifest.ts";
import type { Route, RouteSettings } from "../route.ts";
import { boundCalls } from "./bound-calls.ts";
import { brokerCallbacks } from "./broker.ts";
import { integrationFlows } from "./integrations.ts";
import { oauthV1Flows } from "./oauth-v1.ts";
import { callProviderPermissions, changeAtProviderPermissions } from "./permission-sets.ts";
import { receiverRoutes } from "./webhooks.ts";

/** All rows of a later provider: the flows of both surfaces, the receivers and the data endpoints. */
export const providerRows = (manifest: Manifest, settings: RouteSettings = {}): Route[] => [
  ...integrationFlows(manifest.id),
  ...oauthV1Flows(manifest.id, settings.sharedCallback),
  ...brokerCallbacks(manifest.id, settings.formerCallbacks),
  ...receiverRoutes([manifest]),
  ...dataRows(manifest),
];

/** Data endpoints. Those that change something are rate limited, and idempotent by key. */
export const dataRows = ({ id, endpoints = [] }: Manifest): Route[] =>
  boundCalls(
    endpoints.map(({ on, run }: DataEndpoint): Route => {
      const isRead = on.startsWith("GET ");
      const may = isRead ? callProviderPermissions(id) : changeAtProviderPermissions(id);
      return { on, run, provider: id, caller: "user", perSecond: isRead ? 100 : 30, permissions: may };
    }),
  );
