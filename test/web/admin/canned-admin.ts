// The endpoints of the canned API for administrators. As the real ones do, they judge by the token's role and tenant.
import type { RecordedRequest, Reply } from "../canned-answer.ts";
import type { createAdminConnection, createAuditEntry, createManyKept } from "./canned-accounts.ts";
import type { createAnalytics } from "./canned-counts.ts";
import type { createDeletion } from "./canned-deletion.ts";

export interface CannedAdmin {
  deliveries: ReturnType<typeof createDelivery>[];
  channels: ReturnType<typeof createChannel>[];
  connections: ReturnType<typeof createAdminConnection>[];
  kept: ReturnType<typeof createManyKept>;
  entries: ReturnType<typeof createAuditEntry>[];
  analytics: ReturnType<typeof createAnalytics>;
  deletion: ReturnType<typeof createDeletion> | undefined;
}

const minute = 60_000;
const toIso = (minutesAgo: number) => new Date(Date.now() - minutesAgo * minute).toISOString();

function createDelivery(nth: number, changes: Record<string, unknown> = {}) {
  return {
    id: `delivery-${nth}`,
    provider: "slack",
    kind: "message",
    status: "processed",
    attempts: 1,
    deliveryId: `Ev0${nth}ACME`,
    receivedAt: toIso(nth * 7),
    finishedAt: toIso(nth * 7),
    tenants: ["c#acme"],
    ...changes,
  };
}

function createChannel(nth: number, changes: Record<string, unknown> = {}) {
  return {
    id: `Y2hhbm5lbC0${nth}`,
    kind: "mailbox",
    status: "active",
    expiresAt: toIso(-3 * 1440),
    provider: "gmail",
    connectionId: "gmail-ada",
    createdAt: toIso(9000),
    lastEventAt: toIso(12),
    nextLookAt: toIso(-60),
    failures: 0,
    ...changes,
  };
}

export const createManyDeliveries = () => [
  createDelivery(1),
  createDelivery(2, { status: "failed", attempts: 4, error: "provider_unavailable", kind: "file_shared" }),
  createDelivery(3, { status: "pending", finishedAt: undefined }),
  createDelivery(4, { status: "ignored", error: "no_recipient", kind: "channel_rename", tenants: [] }),
  createDelivery(5, { status: "duplicate" }),
  createDelivery(6, { replayOf: "delivery-2", kind: "file_shared", deliveryId: undefined }),
  ...Array.from({ length: 60 }, (_, nth) => createDelivery(nth + 7)),
];

export const createManyChannels = () => [
  createChannel(1),
  createChannel(2, {
    provider: "figma",
    kind: "FILE_UPDATE",
    target: "team 1001",
    status: "failed",
    failures: 3,
    lastEventAt: null,
    expiresAt: null,
    error: "Figma refused to open it: this account may not add webhooks to the team.",
  }),
  createChannel(3, { provider: "calendar", kind: "events", target: "primary", status: "lapsed", nextLookAt: null }),
];

export const createCannedAdmin = (): CannedAdmin => ({
  ...{ deliveries: [], channels: [], connections: [], kept: [], entries: [] },
  analytics: { providers: [], files: [] },
  deletion: undefined,
});

const forbidden: Reply = {
  status: 403,
  body: { title: "Not allowed", detail: "Not allowed", code: "forbidden", status: 403, requestId: "req-7f3a" },
};

/** The claims of a bearer token that the local identity provider signed. */
function readClaims(authorization: string): { role?: string; org?: string } {
  const payload = authorization.split(".")[1] ?? "";
  return payload ? JSON.parse(Buffer.from(payload, "base64url").toString()) : {};
}

/** @returns undefined for a request that is none of an administrator's */
export function answerAdmin(admin: CannedAdmin, request: RecordedRequest): Reply | undefined {
  const { method, path, query, authorization, body } = request;
  if (!path.startsWith("/api/admin/")) return undefined;
  const { role } = readClaims(authorization);
  if (role !== "admin" && role !== "stage-admin") return forbidden;
  const route = `${method} ${path}`;
  if (route === "GET /api/admin/webhooks") return { body: listDeliveries(admin, query) };
  if (route === "POST /api/admin/webhooks/replay") {
    const { status } = body as { status: string };
    return { status: 202, body: { queued: filterDeliveries(admin, { status }).length, more: false } };
  }
  if (/^POST .*\/webhooks\/[\w-]+\/replay$/.test(route)) return { status: 202, body: { id: "again", replayOf: "it" } };
  if (route === "GET /api/admin/channels") return { body: { channels: query.user === "ada" ? admin.channels : [] } };
  if (/^POST .*\/channels\/\w+\/recreate$/.test(route)) return { status: 202, body: { message: "In a moment." } };
  if (route === "GET /api/admin/analytics") return { body: { days: Number(query.days), ...admin.analytics } };
  if (route === "GET /api/admin/audit") return listEntries(admin, query);
  return answerConnections(admin, request, route) ?? answerDeletions(admin, method, path);
}

function answerConnections(admin: CannedAdmin, { path, query }: RecordedRequest, route: string): Reply | undefined {
  const { q, status, provider } = query;
  if (route === "GET /api/admin/connections") {
    const found = admin.connections.filter(
      (one) =>
        (!q || `${one.user} ${one.email}`.includes(q)) &&
        (!status || one.status === status) &&
        (!provider || one.provider === provider),
    );
    const { items, ...rest } = slicePage(found, query);
    return { body: { connections: items, ...rest } };
  }
  const [, id, part] = /^\/api\/admin\/connections\/([\w-]+)(\/kept)?$/.exec(path) ?? [];
  if (id === undefined) return undefined;
  if (part === undefined) return { body: { ...admin.connections.find((one) => one.id === id), kept: admin.kept } };
  const deleted = admin.kept.length;
  admin.kept = [];
  return { body: { id, deleted } };
}

function answerDeletions({ deletion }: CannedAdmin, method: string, path: string): Reply | undefined {
  if (method === "DELETE" && /^\/api\/admin\/(users|tenants)\//.test(path))
    return { status: 202, body: { id: deletion?.id, status: "running", url: `/api/admin/deletions/${deletion?.id}` } };
  return path.startsWith("/api/admin/deletions/") ? { body: deletion } : undefined;
}

/** As JSON, or as a file in parts of fifty whose headers lead to the next. */
function listEntries({ entries }: CannedAdmin, query: RecordedRequest["query"]): Reply {
  const { items, nextPageToken } = slicePage(entries, query);
  if (query.format !== "csv") return { body: { entries: items, nextPageToken } };
  const lines = ["at,user,action", ...items.map(({ at, user, action }) => `${at},${user},${action}`)];
  return {
    text: lines.map((line) => `${line}\r\n`).join(""),
    headers: { "content-type": "text/csv", ...(nextPageToken && { "x-next-page-token": nextPageToken }) },
  };
}

const filterDeliveries = ({ deliveries }: CannedAdmin, { status, kind }: RecordedRequest["query"]) =>
  deliveries.filter((one) => (!status || one.status === status) && (!kind || one.kind === kind));

function listDeliveries(admin: CannedAdmin, query: RecordedRequest["query"]) {
  const { items, ...rest } = slicePage(filterDeliveries(admin, query), query);
  return { webhooks: items, ...rest };
}

function slicePage<T>(all: readonly T[], { pageToken = "0", limit = "50" }: RecordedRequest["query"]) {
  const from = Number(pageToken);
  const end = from + Number(limit);
  return { items: all.slice(from, end), ...(end < all.length && { nextPageToken: String(end) }) };
}
