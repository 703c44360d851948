// …/hooks/{id}/deliveries: what was delivered in the last three days, and once more on request.
import { type Answer, json } from "../messages.ts";
import type { Attempt } from "../push/deliveries.ts";
import { isSuccess } from "../push/sender.ts";
import { type HookRequest, notFound } from "./hook-request.ts";
import type { Hook, HookDelivery } from "./hooks.ts";

export async function answerDeliveries(request: HookRequest, hook: Hook): Promise<Answer> {
  const [, , id, action] = request.rest;
  if (id === undefined) return list(request, hook);
  const delivery = request.hooks.deliveriesOf(hook.id).find((one) => String(one.id) === id);
  if (!delivery) return notFound();
  if (action === undefined) return json({ ...shown(request, delivery), ...detail(delivery) });
  if (action !== "attempts" || request.exchange.method !== "POST") return notFound();
  // The attempt is only asked for; it is made later.
  request.events.again(hook, delivery);
  return json({}, 202);
}

function list(request: HookRequest, hook: Hook): Answer {
  const { query } = request.exchange;
  const perPage = Math.min(Number(query.get("per_page") ?? 30), 100);
  const before = Number(query.get("cursor")?.slice("v1_".length) ?? Number.POSITIVE_INFINITY);
  const left = request.hooks.deliveriesOf(hook.id).filter((one) => one.id < before);
  const page = left.slice(0, perPage);
  const next = `${base(request)}?per_page=${perPage}&cursor=v1_${page.at(-1)?.id}`;
  const link = left.length > perPage ? { link: `<${next}>; rel="next"` } : undefined;
  return json(
    page.map((one) => shown(request, one)),
    200,
    link,
  );
}

const base = ({ origin, repository, rest }: HookRequest) => `${origin}/repos/${repository}/hooks/${rest[0]}/deliveries`;

function shown(request: HookRequest, { id, guid, redelivery, event, payload, attempt }: HookDelivery) {
  return {
    id,
    guid,
    delivered_at: attempt.at,
    redelivery,
    duration: attempt.ms / 1000,
    status: statusText(attempt),
    status_code: attempt.status ?? 0,
    event,
    action: payload.action ?? null,
    installation_id: null,
    repository_id: null,
    throttled_at: null,
    url: `${base(request)}/${id}`,
  };
}

/** As GitHub's page of recent deliveries words it. */
function statusText({ status, failure }: Attempt): string {
  if (status === null) return failure === "timeout" ? "timed out" : "failed to connect to host";
  return isSuccess(status) ? "OK" : `Invalid HTTP Response: ${status}`;
}

function detail({ attempt, payload }: HookDelivery) {
  return {
    request: { headers: attempt.requestHeaders, payload },
    response: { headers: attempt.answerHeaders, payload: attempt.answer },
  };
}
