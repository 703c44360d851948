import * as z from "zod";
import { adminEndpoint } from "../../lib/http/endpoint.ts";
import { ok } from "../../lib/http/response.ts";
import { deliveryStatuses } from "../../lib/store/deliveries.ts";
import { logFilter, logSpan } from "../../lib/webhooks/delivery-view.ts";
import { replayDeliveries } from "../../lib/webhooks/replay.ts";

const body = logFilter().extend({
  status: z.enum(deliveryStatuses).default("failed"),
  limit: z.number().int().min(1).max(1000).default(1000),
});

export const handler = adminEndpoint({ body }, async ({ body: filter, user, origin }) =>
  ok(await replayDeliveries({ ...filter, ...logSpan(filter) }, { user, origin }), { statusCode: 202 }),
);
