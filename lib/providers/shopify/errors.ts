// Shopify's errors as ours: shopify.dev/docs/api/admin-graphql/latest, "Status and error codes", and /docs/api/usage/limits
import * as z from "zod";
import type { FailureKind, ProviderFailure } from "../../http/provider-error.ts";
import { classifyByStatus, type ErrorResponse } from "../../http/provider-json.ts";

/** 402: the shop is frozen until its owner pays; 423: it is locked. Both may end at any time. */
const pausedShop: readonly number[] = [402, 423];

export function toShopifyFailure(refusal: ErrorResponse): ProviderFailure {
  const standard = classifyByStatus(refusal);
  if (pausedShop.includes(refusal.status)) {
    const detail = "Shopify has paused this shop. Its owner must settle that with Shopify first.";
    return { ...standard, problemOverrides: { detail } };
  }
  // The limit of the REST API was left and is refilled by two requests a second.
  return standard.kind === "rate" ? { ...standard, retryAfterSeconds: standard.retryAfterSeconds ?? 2 } : standard;
}

const kindsByCode: ReadonlyMap<string, FailureKind> = new Map([
  ["THROTTLED", "rate"],
  ["ACCESS_DENIED", "scope"],
  ["SHOP_INACTIVE", "permanent"],
  ["INTERNAL_SERVER_ERROR", "transient"],
  ["TIMEOUT", "transient"],
]);

/** A GraphQL answer with status 200 that has errors (spec.graphql.org/October2021, 7.1 "Response Format"). */
export const graphqlErrors = () =>
  z.object({
    errors: z
      .array(z.object({ extensions: z.object({ code: z.string().optional() }).optional().catch(undefined) }))
      .min(1),
    extensions: z
      .object({
        cost: z.object({
          requestedQueryCost: z.number(),
          throttleStatus: z.object({ currentlyAvailable: z.number(), restoreRate: z.number().positive() }),
        }),
      })
      .optional()
      .catch(undefined),
  });

export function toGraphqlFailure({ errors, extensions }: z.output<ReturnType<typeof graphqlErrors>>): ProviderFailure {
  const code = errors.map((error) => error.extensions?.code).find((one) => one !== undefined) ?? "graphql";
  const kind = kindsByCode.get(code) ?? "permanent";
  if (kind !== "rate") return { kind, code };
  const { requestedQueryCost = 0, throttleStatus } = extensions?.cost ?? {};
  const missing = requestedQueryCost - (throttleStatus?.currentlyAvailable ?? 0);
  return { kind, code, retryAfterSeconds: Math.max(1, Math.ceil(missing / (throttleStatus?.restoreRate ?? 50))) };
}
