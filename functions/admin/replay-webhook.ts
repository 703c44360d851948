import * as z from "zod";
import { adminEndpoint } from "../../lib/http/endpoint.ts";
import { ok } from "../../lib/http/response.ts";
import { replayDelivery } from "../../lib/webhooks/replay.ts";

const path = z.object({ id: z.string().max(128) });

export const handler = adminEndpoint({ path }, async ({ path: { id }, user, origin }) =>
  ok(await replayDelivery(id, { user, origin }), { statusCode: 202 }),
);
