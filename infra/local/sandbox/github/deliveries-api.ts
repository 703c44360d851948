// …/hooks/{id}/deliveries: lists the deliveries of the last three days, and redelivers on request.
import { type Answer, jsonAnswer } from "../exchange.ts";
import { isSuccess } from "../push/deliver.ts";
import type { Attempt } from "../push/deliveries.ts";
import { type HookRequest, notFound } from "./hook-request.ts";
import type { Hook, HookDelivery } from "./hooks.ts";

export async function answerDeliveries(request: HookRequest, hook: Hook): Promise<Answer> {
  const [, , id, action] = request.rest;
  if (id === undefined) return listDeliveries(request, hook);
  const delivery = request.hooks.deliveriesOf(hook.id).find((one) => String(one.id) === id);
  if (!delivery) return notFound();
  if (action === undefined)
    return jsonAnswer({ ...toDeliveryAnswer(request, delivery), ...toDeliveryDetail(delivery) });
  if (action !== "attempts" || request.exchange.method !== "POST") return notFound();
  // The redelivery runs in the background.
  request.events.redeliver(hook, delivery);
  return jsonAnswer({}, 202);
}

function listDeliveries(request: HookRequest, hook: Hook): Answer {
  const { query } = request.exchange;
  const perPage = Math.min(Number(query.get("per_page") ?? 30), 100);
  const before = Number(query.get("cursor")?.slice("v1_".length) ?? Number.POSITIVE_INFINITY);
  const left = request.hooks.deliveriesOf(hook.id).filter((one) => one.id < before);
  const page = left.slice(0, perPage);
  const next = `${deliveriesUrl(request)}?per_page=${perPage}&cursor=v1_${page.at(-1)?.id}`;
  const link = left.length > perPage ? { link: `<${next}>; rel="next"` } : undefined;
  return jsonAnswer(
    page.map((one) => toDeliveryAnswer(request, one)),
    200,
    link,
  );
}

const deliveriesUrl = ({ origin, repository, rest }: HookRequest) =>
  `${origin}/repos/${repository}/hooks/${rest[0]}/deliveries`;

function toDeliveryAnswer(request: HookRequest, { id, guid, redelivery, event, payload, attempt }: HookDelivery) {
  return {
    id,
    guid,
    delivered_at: attempt.at,
    redelivery,
    duration: attempt.ms / 1000,
    status: formatStatus(attempt),
    status_code: attempt.status ?? 0,
    event,
    action: payload.action ?? null,
    installation_id: null,
    repository_id: null,
    throttled_at: null,
    url: `${deliveriesUrl(request)}/${id}`,
  };
}

/** In the words of GitHub's page of recent deliveries. */
function formatStatus({ status, failure }: Attempt): string {
  if (status === null) return failure === "timeout" ? "timed out" : "failed to connect to host";
  return isSuccess(status) ? "OK" : `Invalid HTTP Response: ${status}`;
}

function toDeliveryDetail({ attempt, payload }: HookDelivery) {
  return {
    request: { headers: attempt.requestHeaders, payload },
    response: { headers: attempt.answerHeaders, payload: attempt.answer },
  };
}
