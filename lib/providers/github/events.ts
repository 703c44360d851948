import type { Delivery, ParsedDelivery, WebhookSource } from "../../webhooks/reading.ts";
import { jsonBody, shaped } from "../../webhooks/shaped.ts";
import { readAuthorization, readInstallation } from "./app-events.ts";
import { bodyClaim } from "./body-claim.ts";
import { type Base, base } from "./event-shapes.ts";
import { type News, newsOf } from "./news.ts";
import { tellNews } from "./tell-news.ts";

/** docs.github.com/en/webhooks/webhook-events-and-payloads */
export const githubEvents: WebhookSource = {
  provider: "github",
  read(delivery) {
    const name = delivery.headers["x-github-event"] ?? "";
    const content = jsonBody(delivery.body);
    if (name === "ping") return { kind: "ping", ignored: "ping" };
    const told = shaped(base(), content);
    if (name === "github_app_authorization") return readAuthorization(delivery, told);
    if (name === "installation") return readInstallation(delivery, told);
    const read = Object.hasOwn(newsOf, name) ? newsOf[name] : undefined;
    const { repository } = told;
    if (read === undefined || !repository)
      return { kind: /^[a-z_]{1,64}$/.test(name) ? name : "unknown", ignored: "unknown" };
    const news = read({ ...told, repository }, content);
    return news === undefined ? { kind: name, ignored: "action" } : readNews(name, delivery, told, news);
  },
};

function readNews(kind: string, delivery: Delivery, told: Base, news: News): ParsedDelivery {
  const routes = delivery.link === undefined ? witnesses(told, news) : [delivery.link];
  if (routes.length === 0) return { kind, ignored: "nobody" };
  const occurredAt = secondsOf(news.at) ?? delivery.receivedAt;
  return {
    kind,
    claims: [bodyClaim(delivery)],
    routes,
    occurredAt,
    work: (context) => tellNews(context, news),
  };
}

/**
 * An event of the app's own hook says nothing of who may read the repository. Certainly those may who did it, whose own it is,
 * and whom it asks.
 */
function witnesses({ sender, repository }: Base, { meant }: News): string[] {
  const owner = repository?.owner?.type === "User" ? repository.owner : undefined;
  const ids = [sender, owner, ...meant].flatMap((one) => (one ? [String(one.id)] : []));
  return [...new Set(ids)];
}

function secondsOf(time: string | undefined): number | undefined {
  const at = Date.parse(time ?? "");
  return Number.isNaN(at) ? undefined : Math.floor(at / 1000);
}
