// Every HTTP row that a provider's manifest stands for.
import type { DataEndpoint, Manifest } from "../../lib/providers/manifest.ts";
import type { Route } from "../route.ts";
import { integrationFlows } from "./integrations.ts";
import { oauthV1Flows } from "./oauth-v1.ts";
import { callProviderPermissions, changeAtProviderPermissions } from "./permission-sets.ts";
import { receiverRoutes } from "./webhooks.ts";

/** Both surfaces' flows, the receivers and the data endpoints of a provider: what stands in one stack of its own. */
export const providerRows = (manifest: Manifest): Route[] => [
  ...integrationFlows(manifest.id),
  ...oauthV1Flows(manifest.id),
  ...receiverRoutes([manifest]),
  ...dataRows(manifest),
];

/** Endpoints that call a provider in a user's name. What changes something there is counted, and done once. */
export const dataRows = ({ id, endpoints = [] }: Manifest): Route[] =>
  endpoints.map(({ on, run }: DataEndpoint): Route => {
    const isRead = on.startsWith("GET ");
    const may = isRead ? callProviderPermissions(id) : changeAtProviderPermissions(id);
    return { on, run, provider: id, caller: "user", perSecond: isRead ? 200 : 50, permissions: may };
  });
