// /repos/{owner}/{repo}/hooks: create, read, update, delete and ping hooks (docs.github.com/rest/repos/webhooks).
import { z } from "zod";
import { type Answer, jsonAnswer, tryParseJson } from "../exchange.ts";
import { answerDeliveries } from "./deliveries-api.ts";
import { type HookRequest, notFound } from "./hook-request.ts";
import type { Hook } from "./hooks.ts";

const configSchema = z.object({
  url: z.url(),
  content_type: z.enum(["json", "form"]).default("form"),
  secret: z.string().optional(),
  insecure_ssl: z.union([z.string(), z.number()]).transform(String).default("0"),
});
const creationSchema = z.object({
  config: configSchema,
  events: z.array(z.string()).min(1).default(["push"]),
  active: z.boolean().default(true),
});
const changeSchema = z.object({
  config: configSchema.partial().optional(),
  events: z.array(z.string()).optional(),
  add_events: z.array(z.string()).default([]),
  remove_events: z.array(z.string()).default([]),
  active: z.boolean().optional(),
});

const maxPerEvent = 20;

/** The caller has been checked to administer the repository. */
export async function answerHooks(request: HookRequest): Promise<Answer> {
  const { hooks, exchange, repository, rest } = request;
  if (rest.length === 0) return exchange.method === "POST" ? createHook(request) : listHooks(request);
  const hook = hooks.listByRepository(repository).find(({ id }) => String(id) === rest[0]);
  if (!hook) return notFound();
  const [, what] = rest;
  if (what === "deliveries") return answerDeliveries(request, hook);
  if (what === "pings" && exchange.method === "POST") {
    request.events.ping(hook, toHookAnswer(request, hook));
    return { status: 204 };
  }
  if (what !== undefined) return notFound();
  if (exchange.method === "DELETE") hooks.remove(hook.id);
  if (exchange.method === "DELETE") return { status: 204 };
  return exchange.method === "PATCH" ? updateHook(request, hook) : jsonAnswer(toHookAnswer(request, hook));
}

function listHooks(request: HookRequest): Answer {
  const perPage = Math.min(Number(request.exchange.query.get("per_page") ?? 30), 100);
  const from = (Number(request.exchange.query.get("page") ?? 1) - 1) * perPage;
  const all = request.hooks.listByRepository(request.repository);
  return jsonAnswer(all.slice(from, from + perPage).map((hook) => toHookAnswer(request, hook)));
}

function createHook(request: HookRequest): Answer {
  const { hooks, repository } = request;
  const parsed = creationSchema.safeParse(tryParseJson(request.exchange.body));
  if (!parsed.success) return invalidAnswer("config is missing or wrong");
  const { config: wanted, events, active } = parsed.data;
  const present = hooks.listByRepository(repository);
  if (present.some(({ url }) => url === wanted.url)) return invalidAnswer("Hook already exists on this repository");
  const full = events.find((event) => present.filter((one) => one.events.includes(event)).length >= maxPerEvent);
  if (full) return invalidAnswer(`The "${full}" event cannot have more than ${maxPerEvent} hooks`);
  const { url, content_type: contentType, secret, insecure_ssl: insecureSsl } = wanted;
  const added = { repository: repository.toLowerCase(), active, events, url, contentType, secret, insecureSsl };
  const hook = hooks.add(added);
  const answer = toHookAnswer(request, hook);
  if (active) request.events.ping(hook, answer);
  return jsonAnswer(answer, 201);
}

function updateHook(request: HookRequest, hook: Hook): Answer {
  const parsed = changeSchema.safeParse(tryParseJson(request.exchange.body));
  if (!parsed.success) return invalidAnswer("config is wrong");
  const { config: changed, events = hook.events, add_events, remove_events, active } = parsed.data;
  hook.events = [...new Set([...events, ...add_events])].filter((event) => !remove_events.includes(event));
  hook.active = active ?? hook.active;
  // A config without a secret removes the secret.
  if (changed) hook.secret = changed.secret;
  hook.url = changed?.url ?? hook.url;
  hook.contentType = changed?.content_type ?? hook.contentType;
  hook.updatedAt = new Date().toISOString();
  return jsonAnswer(toHookAnswer(request, hook));
}

function toHookAnswer({ origin, repository }: HookRequest, hook: Hook) {
  const url = `${origin}/repos/${repository}/hooks/${hook.id}`;
  return {
    type: "Repository",
    id: hook.id,
    name: "web",
    active: hook.active,
    events: hook.events,
    config: {
      content_type: hook.contentType,
      insecure_ssl: hook.insecureSsl,
      url: hook.url,
      ...(hook.secret === undefined ? {} : { secret: "********" }),
    },
    updated_at: hook.updatedAt,
    created_at: hook.createdAt,
    url,
    test_url: `${url}/test`,
    ping_url: `${url}/pings`,
    deliveries_url: `${url}/deliveries`,
    last_response: { code: null, status: "unused", message: null },
  };
}

function invalidAnswer(message: string): Answer {
  const errors = [{ resource: "Hook", code: "custom", message }];
  return jsonAnswer({ message: "Validation Failed", errors, status: "422" }, 422);
}
