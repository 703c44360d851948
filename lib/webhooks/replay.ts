// Replays deliveries for administrators.
import { randomUUID } from "node:crypto";
import { config } from "../config.ts";
import { Problem } from "../errors.ts";
import type { User } from "../http/caller.ts";
import { chooseVisibleTenant, getVisibleTenant } from "../http/visible-tenant.ts";
import { sendMessage, sendMessages } from "../queue/send.ts";
import { type AuditEntry, writeAudit } from "../store/audit.ts";
import { type LoggedDelivery, readDelivery } from "../store/deliveries.ts";
import { type LogQuery, queryLog } from "../store/delivery-log.ts";
import type { ReplayMessage } from "./replay-message.ts";

/** Who asks for a replay, and the request's origin for the audit. */
export interface ReplayRequester {
  readonly user: User;
  readonly origin: Pick<AuditEntry, "ip" | "requestId">;
}

/**
 * Queues one delivery again, after writing the audit.
 * @throws Problem not_found when it does not exist or was not for the tenant; provider_unavailable
 */
export async function replayDelivery(
  receipt: string,
  requester: ReplayRequester,
): Promise<{ id: string; replayOf: string }> {
  const row = await readDelivery(receipt);
  const tenant = getVisibleTenant(requester.user);
  if (row === undefined || (tenant !== undefined && !row.tenants.includes(tenant))) throw new Problem("not_found");
  const message = createReplayMessage(row, tenant);
  await writeAudit({
    ...auditFields(requester),
    action: "webhook_replayed",
    provider: row.provider,
    delivery: receipt,
  });
  await sendMessage(getQueueUrl(row.provider), message);
  return { id: message.receipt, replayOf: message.replayOf };
}

type ReplayFilter = Pick<LogQuery, "provider" | "kind" | "from" | "to" | "limit"> & {
  readonly status: LoggedDelivery["status"];
  /** As in the claim of the administrator's own issuer; undefined for all that the administrator sees. */
  readonly tenant?: string | undefined;
};

const pageSize = 200;

/** For reading the log: three months are two thousand hours to read, and the gateway waits for 30 s. */
const readTimeoutMs = 12_000;

interface ReplayResult {
  readonly queued: number;
  readonly more: boolean;
  /** How far back the log was read when the time was over: `to` of the next filter. */
  readonly to?: string;
}

/**
 * Queues the deliveries that match a filter, the newest first, without those that were replayed already.
 * @param now epoch milliseconds
 * @returns how many were queued, and whether there are more
 * @throws Problem provider_unavailable when the queue accepts none; the request can be repeated; not_found for another tenant than
 *   the administrator's
 */
export async function replayDeliveries(
  filter: ReplayFilter,
  requester: ReplayRequester,
  now: () => number = Date.now,
): Promise<ReplayResult> {
  const deadline = now() + readTimeoutMs;
  const tenant = chooseVisibleTenant(requester.user, filter.tenant);
  await writeAudit({
    ...auditFields(requester),
    action: "webhooks_replayed",
    provider: filter.provider,
    filter: toAuditFilter(filter),
  });
  let queued = 0;
  let refused = 0;
  let before: string | undefined;
  do {
    const limit = Math.min(pageSize, filter.limit - queued - refused);
    const page = await queryLog({ ...filter, tenant, unreplayed: true, limit, before });
    const failed = await sendReplays(
      filter.provider,
      page.found.map((row) => createReplayMessage(row, tenant)),
    );
    queued += page.found.length - failed;
    refused += failed;
    before = page.next;
  } while (before !== undefined && queued + refused < filter.limit && now() < deadline);
  // If the queue refused some, only the same filter finds them again: return no `to`.
  const cutShort = refused === 0 && queued < filter.limit ? before : undefined;
  const to = cutShort === undefined ? {} : { to: toExclusiveEnd(cutShort) };
  return { queued, more: before !== undefined || refused > 0, ...to };
}

/** The exclusive end of the log before a position. A row of the same millisecond is read twice and replayed once. */
function toExclusiveEnd(position: string): string {
  const [time = ""] = position.split("#", 1);
  return position === time ? time : new Date(Date.parse(time) + 1).toISOString();
}

/** A provider that sends no webhooks has no queue, and nothing to replay. */
async function sendReplays(provider: string, messages: readonly ReplayMessage[]): Promise<number> {
  if (messages.length === 0) return 0;
  try {
    return await sendMessages(getQueueUrl(provider), messages);
  } catch (error) {
    throw new Problem("provider_unavailable", { retryAfter: 5, cause: error });
  }
}

/** A replay of a replay names the original row, which has the payload. Users who were notified before are notified again. */
const createReplayMessage = (row: LoggedDelivery, tenant: string | undefined): ReplayMessage => ({
  receipt: randomUUID(),
  provider: row.provider,
  replayOf: row.replayOf ?? row.receipt,
  again: row.status === "processed" || row.again === true,
  ...(tenant !== undefined && { tenant }),
});

function getQueueUrl(provider: string): string {
  const url = config("WEBHOOK_QUEUES").WEBHOOK_QUEUES[provider];
  if (url === undefined) throw new Problem("not_configured");
  return url;
}

const auditFields = ({ user: { tenant, user }, origin: { ip, requestId } }: ReplayRequester) => ({
  tenant,
  user,
  actor: user,
  ...(ip !== undefined && { ip }),
  ...(requestId !== undefined && { requestId }),
});

const toAuditFilter = ({ status, kind, tenant, from, to, limit }: ReplayFilter) => ({
  status,
  kind,
  tenant,
  from: from.toISOString(),
  to: to.toISOString(),
  limit,
});
