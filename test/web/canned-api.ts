// Stands in for the API: the same paths and shapes, with answers that a test can replace.
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
  /** Answers by "METHOD /path" that come before the usual ones. */
  readonly replies: Map<string, Reply>;
  readonly asked: RecordedRequest[];
  reset(): void;
  answer(asked: RecordedRequest, origin: string): Reply;
}

/** problem+json as the API sends it. */
export function problemReply(status: number, code: string, title: string, more: Record<string, unknown> = {}): Reply {
  return { status, body: { title, detail: title, code, status, requestId: "req-7f3a", ...more } };
}

export function createCannedApi(): CannedApi {
  const api: CannedApi = {
    catalogue: createCatalogue(),
    connections: [],
    activity: [],
    holdings: createHoldings(),
    settings: createSettings(),
    replies: new Map(),
    asked: [],
    reset() {
      api.catalogue = createCatalogue();
      api.connections = [];
      api.activity = [];
      api.holdings = createHoldings();
      api.settings = createSettings();
      api.replies.clear();
      api.asked.length = 0;
    },
    answer(asked, origin) {
      api.asked.push(asked);
      if (!asked.authorization.startsWith("Bearer ")) return { status: 401, body: { message: "Unauthorized" } };
      const on = `${asked.method} ${asked.path}`;
      return api.replies.get(on) ?? defaultReply(api, asked, on, origin);
    },
  };
  return api;
}

function defaultReply(api: CannedApi, asked: RecordedRequest, on: string, origin: string): Reply {
  const { method, path, query, body } = asked;
  if (on === "GET /api/integrations") return { body: { integrations: api.connections } };
  if (on === "GET /api/integrations/available") return { body: api.catalogue };
  if (on === "GET /api/v1/activity") return { body: activityPage(api, query) };
  const data = answerData(api, asked, origin);
  if (data) return data;
  const [, provider = "", action = ""] = /^\/api\/integrations\/(\w+)\/?(\w*)$/.exec(path) ?? [];
  if (action === "auth") return { body: { authorizationUrl: `${origin}/consent/${provider}`, provider } };
  if (action === "settings" && method === "PUT") api.settings = body as typeof api.settings;
  if (action === "settings") return { body: api.settings };
  if (action === "confirm") return { body: addConnection(api, provider) };
  if (method !== "DELETE") return problemReply(404, "not_found", "There is nothing here");
  api.connections = api.connections.filter(({ id }) => id !== query.account);
  return { body: { message: "disconnected successfully" } };
}

const perPage = 20;

function activityPage({ activity }: CannedApi, { pageToken = "0" }: RecordedRequest["query"]) {
  const from = Number(pageToken);
  const end = from + perPage;
  return { items: activity.slice(from, end), ...(end < activity.length ? { nextPageToken: String(end) } : {}) };
}

export function addConnection(api: CannedApi, provider: string) {
  const made = createConnection(provider, `${provider}-${api.connections.length + 1}`);
  api.connections.push(made);
  return made;
}
