// Webhook receivers, and the endpoints of the delivery log. `perSecond` is for all callers: a provider's burst must fit.
import type { ProviderId } from "../../lib/provider-ids.ts";
import type { Manifest, Proof } from "../../lib/providers/manifest.ts";
import { withWebhook } from "../../lib/providers/manifests.ts";
import type { Permission } from "../permissions.ts";
import type { Route } from "../route.ts";

/** Builds the receivers' rows from the manifests. */
export const receiverRoutes = (manifests: readonly Manifest[]): Route[] =>
  withWebhook(manifests).flatMap(({ id, webhook: { receivers, proofs, takesSecrets } }) =>
    receivers.map(
      ({ path, run, lambda }): Route => ({
        on: `POST ${path}`,
        run,
        ...(lambda ? { lambda } : {}),
        provider: id,
        caller: proofs.every((proof) => proof === "pubsub") ? "pubsub" : "signature",
        perSecond: 1000,
        isReceiver: true,
        permissions: [
          ...proofs.map((proof) => readProof(proof, id)),
          `configured:${id}`,
          `webhooks:send:${id}`,
          ...(takesSecrets ? (["hooks:take", `vault:seal:hook:${id}`] as const) : []),
        ],
      }),
    ),
  );

function readProof(proof: Proof, id: ProviderId): Permission {
  if (proof === "webhook-secret") return `webhook-secret:${id}`;
  return proof === "pubsub" ? "pubsub:configure" : "channel-signing:read";
}

// biome-ignore format: a table is read by its columns
export const webhookRoutes: readonly Route[] = [
  { on: "GET /api/v1/webhooks/health",             run: "webhooks-v1/health",            caller: "nobody", perSecond: 10,  permissions: ["webhooks:probe", "client-ids:read", "jwt:configure", "jwt-secret:read"] },
  { on: "GET /api/v1/activity",                    run: "activity/list",                 caller: "user",   perSecond: 200, permissions: ["feed:read"] },
  { on: "PATCH /api/v1/activity/{id}",             run: "activity/mark-done",            caller: "user",   perSecond: 100, permissions: ["activity:write", "counters:write"] },
  { on: "DELETE /api/v1/activity/{id}",            run: "activity/delete",               caller: "user",   perSecond: 100, permissions: ["activity:remove", "counters:write"] },
];
