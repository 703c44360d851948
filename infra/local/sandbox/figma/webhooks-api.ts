// /v2/webhooks: create, read, list, update and delete webhooks, and list their deliveries (figma/rest-api-spec).
import { z } from "zod";
import { type Answer, type Exchange, jsonAnswer, tryParseJson } from "../exchange.ts";
import type { Grant } from "../grants.ts";
import type { Delivery } from "../push/deliveries.ts";
import { findFile } from "./document.ts";
import { figmaErrorWithMessage } from "./errors.ts";
import { projects, teams } from "./seed.ts";
import { contexts, eventTypes, type Webhook, type Webhooks } from "./webhooks.ts";

const creationSchema = z.object({
  event_type: z.enum(eventTypes).exclude(["PING"]),
  context: z.enum(contexts),
  context_id: z.string(),
  endpoint: z.url().max(2048),
  passcode: z.string().max(100),
  status: z.enum(["ACTIVE", "PAUSED"]).default("ACTIVE"),
  description: z.string().max(150).nullable().default(null),
});
const changeSchema = creationSchema.omit({ context: true, context_id: true }).partial();

const maxWebhooks = { team: 20, project: 5, file: 3 } as const;

/** The scope has been checked; `rest` is the split path below /v2/webhooks. */
export function answerWebhooks(webhooks: Webhooks, grant: Grant, exchange: Exchange, rest: readonly string[]): Answer {
  const [id, what] = rest;
  if (id === undefined)
    return exchange.method === "POST"
      ? createWebhook(webhooks, grant, exchange)
      : listWebhooks(webhooks, grant, exchange);
  const found = webhooks.list().find((one) => String(one.id) === id && one.clientId === grant.clientId);
  if (!found || !isMember(grant, found.team)) return figmaErrorWithMessage(404, "Webhook not found");
  if (what === "requests")
    return jsonAnswer({ requests: webhooks.deliveriesOf(found.id).flatMap((one) => toRequestAnswer(found, one)) });
  if (exchange.method === "GET") return jsonAnswer({ ...toWebhookAnswer(found), passcode: "" });
  if (!mayAdminister(grant, found)) return figmaErrorWithMessage(403, "You may not change this webhook");
  if (exchange.method === "PUT") return updateWebhook(webhooks, found, exchange);
  webhooks.remove(found.id);
  return jsonAnswer(toWebhookAnswer(found));
}

function createWebhook(webhooks: Webhooks, grant: Grant, exchange: Exchange): Answer {
  const parsed = creationSchema.safeParse(tryParseJson(exchange.body));
  if (!parsed.success) return figmaErrorWithMessage(400, `Invalid ${parsed.error.issues[0]?.path.join(".")}`);
  const { event_type: eventType, context, context_id: contextId, ...rest } = parsed.data;
  const team = findTeam(context, contextId);
  if (team === undefined || !isMember(grant, team)) return figmaErrorWithMessage(404, "Context not found");
  const { account: owner, clientId } = grant;
  const webhook = { owner, clientId, context, contextId, team, eventType, ...rest };
  if (!mayAdminister(grant, webhook))
    return figmaErrorWithMessage(403, "Only an admin of the team may create webhooks");
  const present = webhooks.list().filter((one) => one.context === context && one.contextId === contextId);
  if (present.length >= maxWebhooks[context])
    return figmaErrorWithMessage(400, `A ${context} has ${maxWebhooks[context]} webhooks at most`);
  return jsonAnswer(toWebhookAnswer(webhooks.add(webhook)));
}

function listWebhooks(webhooks: Webhooks, grant: Grant, { query }: Exchange): Answer {
  const [context, contextId, plan] = ["context", "context_id", "plan_api_id"].map((name) => query.get(name));
  if ((context === null) === (plan === null))
    return figmaErrorWithMessage(400, "Give either context and context_id or plan_api_id");
  const mine = webhooks.list().filter(({ clientId, team }) => clientId === grant.clientId && isMember(grant, team));
  const asked = plan === null ? mine.filter((one) => one.context === context && one.contextId === contextId) : mine;
  return jsonAnswer({
    webhooks: asked.map((webhook) => ({ ...toWebhookAnswer(webhook), passcode: "" })),
    pagination: {},
  });
}

function updateWebhook(webhooks: Webhooks, webhook: Webhook, exchange: Exchange): Answer {
  const parsed = changeSchema.safeParse(tryParseJson(exchange.body));
  if (!parsed.success) return figmaErrorWithMessage(400, `Invalid ${parsed.error.issues[0]?.path.join(".")}`);
  const { event_type, endpoint, passcode, status, description } = parsed.data;
  const woken = webhook.status === "PAUSED" && status === "ACTIVE";
  webhook.eventType = event_type ?? webhook.eventType;
  webhook.endpoint = endpoint ?? webhook.endpoint;
  webhook.passcode = passcode ?? webhook.passcode;
  webhook.status = status ?? webhook.status;
  webhook.description = description ?? webhook.description;
  if (woken) webhooks.ping(webhook);
  return jsonAnswer(toWebhookAnswer(webhook));
}

/** The id is a number here, but a string in deliveries. */
function toWebhookAnswer({ id, team, eventType, context, contextId, clientId, passcode, endpoint, ...rest }: Webhook) {
  const { status, description } = rest;
  return {
    id,
    team_id: context === "team" ? team : "",
    event_type: eventType,
    context,
    context_id: contextId,
    plan_api_id: `plan-${team}`,
    client_id: clientId,
    passcode,
    endpoint,
    status,
    description,
  };
}

function toRequestAnswer({ id }: Webhook, { id: request, url, body, attempts }: Delivery) {
  return attempts.map(({ at, ms, status, failure }) => ({
    webhook_id: id,
    request_info: { id: String(request), endpoint: url, payload: { ...JSON.parse(body), passcode: "" }, sent_at: at },
    response_info:
      status === null ? null : { status: String(status), received_at: new Date(Date.parse(at) + ms).toISOString() },
    error_msg: failure ?? null,
  }));
}

function findTeam(context: Webhook["context"], id: string): string | undefined {
  if (context === "team") return id in teams ? id : undefined;
  return context === "project" ? projects.find((project) => project.id === id)?.team : findFile(id)?.team;
}

const isMember = ({ account }: Grant, team: string): boolean => teams[team]?.members.includes(account) ?? false;

/** A team's webhooks may be changed by its admins, a project's or file's by everyone who may edit it. */
function mayAdminister({ account }: Grant, { context, team }: Pick<Webhook, "context" | "team">): boolean {
  return context !== "team" || (teams[team]?.admins.includes(account) ?? false);
}
