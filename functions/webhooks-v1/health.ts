import * as z from "zod";
import { isAdministrator } from "../../lib/health/is-administrator.ts";
import { createWebhookHealthReader } from "../../lib/health/receivers.ts";
import { publicEndpoint } from "../../lib/http/endpoint.ts";
import { ok } from "../../lib/http/response.ts";

const health = createWebhookHealthReader();

const about =
  "Whether webhooks can arrive and are worked off; the answer is kept for 30 seconds. Everything but `status` is for administrators' tokens.";
const number = () => z.number().int().nullable();
const answer = () =>
  z.object({
    status: z.enum(["ok", "degraded"]),
    receivers: z
      .array(
        z.object({
          path: z.string(),
          provider: z.string(),
          secret: z.boolean().describe("Whether it has one that it can verify with."),
        }),
      )
      .readonly()
      .optional(),
    queues: z
      .array(z.object({ provider: z.string(), waiting: number(), inFlight: number(), deadLetters: number() }))
      .readonly()
      .optional(),
  });

export const handler = publicEndpoint({ about, answer }, async ({ headers }) => {
  const [{ status, ...details }, isShown] = await Promise.all([health(), isAdministrator(headers)]);
  return ok({ status, ...(isShown ? details : {}) });
});
