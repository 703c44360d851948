// Stands in for the API: the same paths and shapes, with answers that a test can replace.
import type { activity } from "./canned-activity.ts";
import type { Asked, Reply } from "./canned-answer.ts";
import { catalogue, connection, settings } from "./canned-data.ts";
import { dataAnswer } from "./canned-data-answers.ts";
import { holdings } from "./canned-holdings.ts";

export interface CannedApi {
  catalogue: ReturnType<typeof catalogue>;
  connections: ReturnType<typeof connection>[];
  activity: ReturnType<typeof activity>[];
  holdings: ReturnType<typeof holdings>;
  settings: ReturnType<typeof settings>;
  /** Answers by "METHOD /path" that come before the usual ones. */
  readonly replies: Map<string, Reply>;
  readonly asked: Asked[];
  reset(): void;
  answer(asked: Asked, origin: string): Reply;
}

/** problem+json as the API sends it. */
export function problem(status: number, code: string, title: string, more: Record<string, unknown> = {}): Reply {
  return { status, body: { title, detail: title, code, status, requestId: "req-7f3a", ...more } };
}

export function cannedApi(): CannedApi {
  const api: CannedApi = {
    catalogue: catalogue(),
    connections: [],
    activity: [],
    holdings: holdings(),
    settings: settings(),
    replies: new Map(),
    asked: [],
    reset() {
      api.catalogue = catalogue();
      api.connections = [];
      api.activity = [];
      api.holdings = holdings();
      api.settings = settings();
      api.replies.clear();
      api.asked.length = 0;
    },
    answer(asked, origin) {
      api.asked.push(asked);
      if (!asked.authorization.startsWith("Bearer ")) return { status: 401, body: { message: "Unauthorized" } };
      const on = `${asked.method} ${asked.path}`;
      return api.replies.get(on) ?? usual(api, asked, on, origin);
    },
  };
  return api;
}

function usual(api: CannedApi, asked: Asked, on: string, origin: string): Reply {
  const { method, path, query, body } = asked;
  if (on === "GET /api/integrations") return { body: { integrations: api.connections } };
  if (on === "GET /api/integrations/available") return { body: api.catalogue };
  if (on === "GET /api/v1/activity") return { body: activityPage(api, query) };
  const data = dataAnswer(api, asked, origin);
  if (data) return data;
  const [, provider = "", action = ""] = /^\/api\/integrations\/(\w+)\/?(\w*)$/.exec(path) ?? [];
  if (action === "auth") return { body: { authorizationUrl: `${origin}/consent/${provider}`, provider } };
  if (action === "settings" && method === "PUT") api.settings = body as typeof api.settings;
  if (action === "settings") return { body: api.settings };
  if (action === "confirm") return { body: connect(api, provider) };
  if (method !== "DELETE") return problem(404, "not_found", "There is nothing here");
  api.connections = api.connections.filter(({ id }) => id !== query.account);
  return { body: { message: "disconnected successfully" } };
}

const perPage = 20;

function activityPage({ activity }: CannedApi, { pageToken = "0" }: Asked["query"]) {
  const from = Number(pageToken);
  const end = from + perPage;
  return { items: activity.slice(from, end), ...(end < activity.length ? { nextPageToken: String(end) } : {}) };
}

export function connect(api: CannedApi, provider: string) {
  const made = connection(provider, `${provider}-${api.connections.length + 1}`);
  api.connections.push(made);
  return made;
}
