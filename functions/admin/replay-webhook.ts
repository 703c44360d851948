import * as z from "zod";
import { adminEndpoint } from "../../lib/http/endpoint.ts";
import { ok } from "../../lib/http/response.ts";
import { replayDelivery } from "../../lib/webhooks/replay.ts";

const path = z.object({ id: z.string().max(128) });

const contract = {
  about: "Works on a webhook once more.",
  path,
  answer: () => z.object({ id: z.string(), replayOf: z.string() }),
  status: 202,
} as const;

export const handler = adminEndpoint(contract, async ({ path: { id }, user, origin }) =>
  ok(await replayDelivery(id, { user, origin }), { statusCode: 202 }),
);
