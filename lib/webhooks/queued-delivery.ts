// The worker's side of lib/queue/enqueue-delivery.ts.
import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import * as z from "zod";
import type { QueuedDelivery } from "../queue/enqueue-delivery.ts";

/** A message as a receiver wrote it. */
export const queuedDeliverySchema = () =>
  z.object({
    receipt: z.string(),
    provider: z.string(),
    kind: z.string(),
    id: z.string().optional(),
    receivedAt: z.number(),
    headers: z.record(z.string(), z.string()),
    encoding: z.enum(["utf8", "gzip"]),
    body: z.string(),
    link: z.string().optional(),
  });

const gunzipAsync = promisify(gunzip);
/** The gateway takes no larger bodies: docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html */
const maxBodyBytes = 10 * 1024 * 1024;

/** The body as it was before it was made to fit a message. */
export async function decodeBody({ encoding, body }: Pick<QueuedDelivery, "encoding" | "body">): Promise<Buffer> {
  if (encoding === "utf8") return Buffer.from(body);
  return gunzipAsync(Buffer.from(body, "base64"), { maxOutputLength: maxBodyBytes });
}
