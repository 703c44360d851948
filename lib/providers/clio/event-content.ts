// The fields that we read of an event, with bounds: its content is untrusted until the worker has checked its signature.
import * as z from "zod";
import { truncatedText } from "../../webhooks/truncated-schemas.ts";

/** A contact as `contactFields` asks for it; of a deleted one there may be its id alone. */
export const contactEvent = () =>
  z.object({
    data: z.object({
      id: z.number().int().nonnegative(),
      etag: z.string().max(200).nullish(),
      name: truncatedText(200).nullish(),
      type: z.string().max(40).nullish(),
      updated_at: z.string().max(40).nullish(),
    }),
    meta: z.object({ event: z.enum(["created", "updated", "deleted"]), webhook_id: z.number().int().nullish() }),
  });
export type ContactEvent = z.output<ReturnType<typeof contactEvent>>;
