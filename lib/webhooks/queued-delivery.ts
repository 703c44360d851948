// Parses the messages that lib/queue/enqueue-delivery.ts writes.
import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import * as z from "zod";
import type { QueuedDelivery } from "../queue/enqueue-delivery.ts";

/** Schema of a `QueuedDelivery`. */
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

/** API Gateway's limit: docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html */
const maxBodyBytes = 10 * 1024 * 1024;

/** The original body, decompressed if needed. @throws Error for a body over 10 MB or one that is not gzip */
export async function decodeBody({ encoding, body }: Pick<QueuedDelivery, "encoding" | "body">): Promise<Buffer> {
  if (encoding === "utf8") return Buffer.from(body);
  return promisify(gunzip)(Buffer.from(body, "base64"), { maxOutputLength: maxBodyBytes });
}
