import type { WebhookRequest } from "../http/webhook-endpoint.ts";
import { type JsonObject, tryParseJsonObject } from "./body.ts";
import { requireHeader } from "./signature.ts";

/** API Gateway itself takes no more than this for all headers together. */
const maxTokenLength = 8192;

/** The one JWT of the Authorization header (RFC 6750). @throws Problem unauthenticated */
export function readBearerToken(request: WebhookRequest): string {
  const [, token = ""] = requireHeader(request, "authorization", bearerPattern);
  return token;
}

const bearerPattern = new RegExp(`^Bearer (?=.{1,${maxTokenLength}}$)([\\w-]+\\.[\\w-]+\\.[\\w-]+)$`, "i");

/** What a JWT that somebody else has verified says; nothing where it cannot be read. */
export function decodeClaims(token: string): JsonObject {
  return tryParseJsonObject(Buffer.from(token.split(".")[1] ?? "", "base64url").toString("utf8")) ?? {};
}
