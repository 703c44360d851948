import * as z from "zod";
import { adminEndpoint } from "../../lib/http/endpoint.ts";
import { ok } from "../../lib/http/response.ts";
import { deliveryStatuses } from "../../lib/store/delivery-outcome.ts";
import { limitLogSpan, logFilterSchema } from "../../lib/webhooks/delivery-view.ts";
import { replayDeliveries } from "../../lib/webhooks/replay.ts";

const body = logFilterSchema().extend({
  status: z.enum(deliveryStatuses).default("failed"),
  limit: z.number().int().min(1).max(1000).default(1000),
});

const howFar = "How far back the log was read when the time was over: the `to` with which to ask for the rest.";
const answer = () =>
  z.object({ queued: z.number().int(), more: z.boolean(), to: z.iso.datetime().optional().describe(howFar) });

const contract = {
  about: "Works on the webhooks that a filter names once more, the newest first.",
  body,
  answer,
  status: 202,
} as const;

export const handler = adminEndpoint(contract, async ({ body: filter, user, origin }) =>
  ok(await replayDeliveries({ ...filter, ...limitLogSpan(filter) }, { user, origin }), { statusCode: 202 }),
);
