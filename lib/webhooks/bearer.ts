import type { WebhookRequest } from "../http/webhook-endpoint.ts";
import { type JsonObject, tryParseJsonObject } from "./body.ts";
import { requireHeader } from "./signature.ts";

/** API Gateway's limit for all headers together. */
const maxTokenLength = 8192;

/** Reads the JWT of the Authorization header (RFC 6750). Does not verify it. @throws Problem unauthenticated */
export function readBearerToken(request: WebhookRequest): string {
  const [, token = ""] = requireHeader(request, "authorization", bearerPattern);
  return token;
}

const bearerPattern = new RegExp(`^Bearer (?=.{1,${maxTokenLength}}$)([\\w-]+\\.[\\w-]+\\.[\\w-]+)$`, "i");

/** The claims of a JWT that was verified elsewhere; empty when they cannot be parsed. */
export function decodeClaims(token: string): JsonObject {
  return tryParseJsonObject(Buffer.from(token.split(".")[1] ?? "", "base64url").toString("utf8")) ?? {};
}
