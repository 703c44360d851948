// Subscriptions for administrators: those of their tenant, or of all tenants for an administrator of the stage.
import * as z from "zod";
import { subscriptionViewSchema, toSubscriptionView } from "../connections/subscription-view.ts";
import { Problem } from "../errors.ts";
import type { User } from "../http/caller.ts";
import { getVisibleTenant } from "../http/visible-tenant.ts";
import { fitsKeys, nameOwnersBy, type Owner, readEntryName } from "../store/owner.ts";
import type { Subscription } from "../store/subscription.ts";
import { readSubscription } from "../store/subscriptions.ts";

/**
 * The owner whose subscriptions are requested, among the users of the administrator's own issuer.
 * @param asked `tenant` as in the token's claim. Default: the administrator's own, or the user's personal tenant
 * @throws Problem invalid_request for names that no token can have; not_found for another tenant than the administrator's
 */
export function resolveOwner(admin: User, asked: { user: string; tenant?: string | undefined }): Owner {
  const own = getVisibleTenant(admin);
  const names = nameOwnersBy(readEntryName(admin.tenant));
  const tenant =
    asked.tenant === undefined ? (own ?? names.toPersonalTenant(asked.user)) : names.toCompany(asked.tenant);
  const owner = { tenant, user: names.toUser(asked.user) };
  if (!fitsKeys(owner)) throw unknownOwnerProblem(asked.tenant === undefined ? "user" : "tenant");
  if (own !== undefined && tenant !== own) throw new Problem("not_found");
  return owner;
}

const unknownOwnerProblem = (field: "user" | "tenant") =>
  new Problem("invalid_request", { detail: `${field}: is too long, or is not text.`, members: { field } });

const keySchema = z.tuple([z.string(), z.string(), z.string(), z.string(), z.string()]);

/** Reads a subscription by its public id, see `subscriptionId`. @throws Problem not_found, also for one of another tenant */
export async function readVisibleSubscription(admin: User, id: string): Promise<Subscription> {
  const [tenant, user, provider, connection, name] = parseSubscriptionId(id);
  const own = getVisibleTenant(admin);
  const isVisible = fitsKeys({ tenant, user }) && (own === undefined || tenant === own);
  if (!isVisible) throw new Problem("not_found");
  const subscription = await readSubscription({ tenant, user, provider, id: connection }, name);
  if (subscription === undefined) throw new Problem("not_found");
  return subscription;
}

function parseSubscriptionId(id: string): z.output<typeof keySchema> {
  try {
    return keySchema.parse(JSON.parse(Buffer.from(id, "base64url").toString()));
  } catch {
    throw new Problem("not_found");
  }
}

/** Schema of `toAdminSubscriptionView`. */
export const adminSubscriptionSchema = () =>
  subscriptionViewSchema()
    .extend({
      provider: z.string(),
      connectionId: z.string(),
      createdAt: z.iso.datetime(),
      nextLookAt: z.iso.datetime().nullable(),
      failures: z.number().int().describe("In a row."),
    })
    .meta({ id: "ChannelOfUser" });

export function toAdminSubscriptionView(
  subscription: Subscription,
): z.output<ReturnType<typeof adminSubscriptionSchema>> {
  const { provider, connection, failures, createdAt, dueAt } = subscription;
  return {
    ...toSubscriptionView(subscription),
    provider,
    connectionId: connection,
    createdAt: new Date(createdAt * 1000).toISOString(),
    nextLookAt: dueAt === undefined ? null : new Date(dueAt * 1000).toISOString(),
    failures,
  };
}
