import { type Api, type Page, type Result, toProviderId } from "../client.ts";
import type { components } from "../openapi.gen.ts";

type DeliveryAnswer = components["schemas"]["Delivery"];
export type DeliveryStatus = DeliveryAnswer["status"];
export const deliveryStatuses = [
  "pending",
  "processed",
  "failed",
  "ignored",
  "duplicate",
] as const satisfies readonly DeliveryStatus[];

/** What to show of the log. */
export interface DeliveryFilter {
  readonly provider: string;
  /** Empty for all. */
  readonly status: DeliveryStatus | "";
  /** The provider's name for what happened; empty for all. */
  readonly kind: string;
  /** Empty for all that the administrator sees. */
  readonly tenant: string;
  /** ISO 8601; the second is excluded. */
  readonly from: string;
  readonly to: string;
}

export interface Delivery {
  readonly id: string;
  readonly kind: string;
  readonly status: DeliveryStatus;
  readonly attempts: number;
  /** Why it failed or was ignored, in a word; empty otherwise. */
  readonly error: string;
  /** The provider's name for it; empty where there is none. */
  readonly providerDeliveryId: string;
  readonly receivedAt: string;
  readonly tenants: readonly string[];
  readonly isReplay: boolean;
}

const readDelivery = (answer: DeliveryAnswer): Delivery => ({
  ...answer,
  error: answer.error ?? "",
  providerDeliveryId: answer.deliveryId ?? "",
  isReplay: answer.replayOf !== undefined,
});

const toQuery = ({ provider, status, kind, tenant, from, to }: DeliveryFilter) => ({
  provider: toProviderId(provider),
  ...(status && { status }),
  ...(kind && { kind }),
  ...(tenant && { tenant }),
  from,
  to,
});

const listOnePage = (api: Api, filter: DeliveryFilter, limit: number, pageToken: string) =>
  api.request(
    (client) =>
      client.GET("/api/admin/webhooks", {
        params: { query: { ...toQuery(filter), limit, ...(pageToken && { pageToken }) } },
      }),
    ({ webhooks, nextPageToken }): Page<Delivery> => ({ items: webhooks.map(readDelivery), next: nextPageToken ?? "" }),
  );

/** The API reads some hours of the log at a time, so a page can be empty though there is more behind it. */
const maxEmptyPages = 10;

/** Lists a page of deliveries, the newest first; an empty one only after looking some pages further back. */
export async function listDeliveries(
  api: Api,
  filter: DeliveryFilter,
  pageToken: string,
  limit = 50,
): Promise<Result<Page<Delivery>>> {
  let answer = await listOnePage(api, filter, limit, pageToken);
  for (let page = 1; page < maxEmptyPages && answer.ok && answer.value.items.length === 0; page += 1) {
    if (answer.value.next === "") break;
    answer = await listOnePage(api, filter, limit, answer.value.next);
  }
  return answer;
}

export interface DeliveryCount {
  readonly count: number;
  /** Whether there are more than were counted. */
  readonly isAtLeast: boolean;
}

const maxCounted = 1000;
const maxCountedPages = 20;

/** Counts the deliveries that a filter names, up to a thousand. */
export async function countDeliveries(api: Api, filter: DeliveryFilter): Promise<Result<DeliveryCount>> {
  let [count, next] = [0, ""];
  for (let page = 0; page < maxCountedPages && count < maxCounted; page += 1) {
    const answer = await listOnePage(api, filter, 200, next);
    if (!answer.ok) return answer;
    count += answer.value.items.length;
    next = answer.value.next;
    if (next === "") break;
  }
  return { ok: true, value: { count, isAtLeast: next !== "" } };
}

export const replayDelivery = (api: Api, id: string) =>
  api.request(
    (client) => client.POST("/api/admin/webhooks/{id}/replay", { params: { path: { id } } }),
    () => undefined,
  );

export interface ReplayOutcome {
  readonly queued: number;
  /** Whether there are more to replay, with the same call. */
  readonly more: boolean;
}

/** Replays what a filter names, the newest first, at most a thousand at a time. */
export const replayDeliveries = (api: Api, filter: DeliveryFilter & { readonly status: DeliveryStatus }) =>
  api.request(
    (client) => client.POST("/api/admin/webhooks/replay", { body: { ...toQuery(filter), status: filter.status } }),
    ({ queued, more }): ReplayOutcome => ({ queued, more }),
  );
