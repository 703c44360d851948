// A fake API with the paths and shapes of the real one. A test can replace its data and its replies.
import { answerAdmin, type CannedAdmin, createCannedAdmin } from "./admin/canned-admin.ts";
import type { createActivity } from "./canned-activity.ts";
import type { RecordedRequest, Reply } from "./canned-answer.ts";
import { createCatalogue, createConnection, createSettings } from "./canned-data.ts";
import { answerData } from "./canned-data-answers.ts";
import { createHoldings } from "./canned-holdings.ts";

export interface CannedApi {
  catalogue: ReturnType<typeof createCatalogue>;
  connections: ReturnType<typeof createConnection>[];
  activity: ReturnType<typeof createActivity>[];
  holdings: ReturnType<typeof createHoldings>;
  settings: ReturnType<typeof createSettings>;
  admin: CannedAdmin;
  /** Replies by "METHOD /path" that replace the usual ones. */
  readonly replies: Map<string, Reply>;
  readonly requests: RecordedRequest[];
  reset(): void;
  answer(request: RecordedRequest, origin: string): Reply;
}

/** problem+json as the API sends it. */
export function createProblemReply(
  status: number,
  code: string,
  title: string,
  more: Record<string, unknown> = {},
): Reply {
  return { status, body: { title, detail: title, code, status, requestId: "req-7f3a", ...more } };
}

export function createCannedApi(): CannedApi {
  const api: CannedApi = {
    catalogue: createCatalogue(),
    connections: [],
    activity: [],
    holdings: createHoldings(),
    settings: createSettings(),
    admin: createCannedAdmin(),
    replies: new Map(),
    requests: [],
    reset() {
      api.catalogue = createCatalogue();
      api.connections = [];
      api.activity = [];
      api.holdings = createHoldings();
      api.settings = createSettings();
      api.admin = createCannedAdmin();
      api.replies.clear();
      api.requests.length = 0;
    },
    answer(request, origin) {
      api.requests.push(request);
      if (!request.authorization.startsWith("Bearer ")) return { status: 401, body: { message: "Unauthorized" } };
      const route = `${request.method} ${request.path}`;
      return api.replies.get(route) ?? createDefaultReply(api, request, route, origin);
    },
  };
  return api;
}

function createDefaultReply(api: CannedApi, request: RecordedRequest, route: string, origin: string): Reply {
  const { method, path, query, body } = request;
  if (route === "GET /api/integrations") return { body: { integrations: api.connections } };
  if (route === "GET /api/integrations/available") return { body: api.catalogue };
  if (route === "GET /api/v1/activity") return { body: toActivityPage(api, query) };
  if (route.startsWith("DELETE /api/v1/activity/")) return deleteActivity(api, path);
  const data = answerAdmin(api.admin, request) ?? answerData(api, request, origin);
  if (data) return data;
  const [, provider = "", action = ""] = /^\/api\/integrations\/(\w+)\/?(\w*)$/.exec(path) ?? [];
  if (action === "auth") return { body: { authorizationUrl: `${origin}/consent/${provider}`, provider } };
  if (action === "settings" && method === "PUT") api.settings = body as typeof api.settings;
  // The team is Figma's. Slack's settings name a workspace there, or none as before.
  if (action === "settings") return { body: { ...api.settings, ...(provider === "slack" && { teamId: undefined }) } };
  if (action === "confirm") return { body: addConnection(api, provider) };
  if (method !== "DELETE") return createProblemReply(404, "not_found", "There is nothing here");
  api.connections = api.connections.filter(({ id }) => id !== query.account);
  const isKept = query.keepActivity === "true";
  if (!isKept) api.activity = api.activity.filter(({ connectionId }) => connectionId !== query.account);
  return { body: { message: "disconnected successfully", activity: isKept ? "kept" : "removed" } };
}

function deleteActivity(api: CannedApi, path: string): Reply {
  const kept = api.activity.filter(({ id }) => !path.endsWith(`/${id}`));
  if (kept.length === api.activity.length) return createProblemReply(404, "not_found", "There is nothing here");
  api.activity = kept;
  return { status: 204 };
}

const pageSize = 20;

function toActivityPage({ activity }: CannedApi, { pageToken = "0" }: RecordedRequest["query"]) {
  const from = Number(pageToken);
  const end = from + pageSize;
  return { items: activity.slice(from, end), ...(end < activity.length ? { nextPageToken: String(end) } : {}) };
}

export function addConnection(api: CannedApi, provider: string) {
  const connection = createConnection(provider, `${provider}-${api.connections.length + 1}`);
  api.connections.push(connection);
  return connection;
}
