// Subscriptions for linked repositories: their hooks, and the hourly sweep that requests failed deliveries again.
import * as z from "zod";
import { findProviderError } from "../../http/provider-error.ts";
import { log } from "../../log.ts";
import { count } from "../../metrics.ts";
import { allowAbsent } from "../../provider-client/allow-absent.ts";
import type { Subscription, Sweep } from "../../store/subscription.ts";
import type { CheckResult, ProviderAccess, SubscriptionSource } from "../../subscriptions/source.ts";
import { readGithubPage, sendToGithub } from "./api.ts";
import { createHook, deleteHook, hooksPath } from "./repository-hooks.ts";
import { deliveries, planSweep, toEpochSeconds } from "./sweep-deliveries.ts";

const checkIntervalSeconds = 3600;

export const githubSubscription: SubscriptionSource<"repository"> = {
  provider: "github",
  wanted: "chosen",
  checkIntervalSeconds,
  replaces: "before",
  open: createHook,
  stop: deleteHook,
  async check(access, subscription, begin) {
    const before = subscription.sweep ?? { until: subscription.createdAt - 60, open: {} };
    const found = await listDeliveriesSince(access, subscription, before.until);
    return found === "gone"
      ? found
      : requestRedeliveries(access, subscription, planSweep(before, found, access.now), begin);
  },
};

/** 1,000 deliveries; earlier ones of the same hour are not requested again. */
const maxPages = 10;

/** The deliveries since the last sweep, newest first. GitHub keeps them for three days. */
async function listDeliveriesSince({ ...access }: ProviderAccess, { target, remoteId }: Subscription, since: number) {
  const found: z.output<typeof deliveries> = [];
  let path: string | undefined = `${hooksPath(target)}/${remoteId}/deliveries?per_page=100`;
  for (let pages = 0; path !== undefined && pages < maxPages; pages++) {
    const page = await readDeliveries(access, path);
    if (page === undefined) return "gone";
    // One without a readable time is neither a reason to stop nor one to request again.
    const dated = page.items.filter(({ delivered_at }) => !Number.isNaN(toEpochSeconds(delivered_at)));
    const recent = dated.filter(({ delivered_at }) => toEpochSeconds(delivered_at) >= since);
    found.push(...recent);
    path = recent.length < dated.length ? undefined : page.next;
  }
  return found;
}

const readDeliveries = (access: ProviderAccess, path: string) => allowAbsent(readGithubPage(access, path, deliveries));

/** Stores the sweep before it requests redeliveries, so that a crash in between cannot request one twice within the hour. */
async function requestRedeliveries(
  access: ProviderAccess,
  { target, remoteId, provider }: Subscription,
  { sweep, redeliverIds, tooLarge, givenUp }: ReturnType<typeof planSweep>,
  begin: (sweep: Sweep) => Promise<boolean>,
): Promise<CheckResult> {
  if (tooLarge > 0) count("DeliveryTooLarge", { provider });
  if (givenUp > 0) count("DeliveryGivenUp", { provider });
  if (redeliverIds.length > 0 && !(await begin(sweep))) return { sweep };
  for (const id of redeliverIds) {
    const path = `${hooksPath(target)}/${remoteId}/deliveries/${id}/attempts`;
    await sendToGithub(access, { method: "POST", path }, z.unknown()).catch((error: unknown) => {
      const { kind: reason = "unknown" } = findProviderError(error) ?? {};
      log.warn("a redelivery could not be requested", { provider, reason });
      // The next hourly sweep tries again. A token or rate-limit failure ends this one.
      if (["token", "rate", "reconnect"].includes(reason)) throw error;
    });
    count("DeliveryAskedAgain", { provider });
  }
  return { sweep, ...(sweep.tooLargeAt === undefined ? {} : { error: tooLargeText }) };
}

const tooLargeText = "An event was too large and could not be received.";
