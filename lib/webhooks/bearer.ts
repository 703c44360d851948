import type { WebhookRequest } from "../http/webhook-endpoint.ts";
import { type JsonObject, jsonIn } from "./body.ts";
import { signedHeader } from "./signature.ts";

/** API Gateway itself takes no more than this for all headers together. */
const longestToken = 8192;

/** The one JWT of the Authorization header (RFC 6750). @throws Problem unauthenticated */
export function bearerToken(request: WebhookRequest): string {
  const [, token = ""] = signedHeader(request, "authorization", tokenShape);
  return token;
}

const tokenShape = new RegExp(`^Bearer (?=.{1,${longestToken}}$)([\\w-]+\\.[\\w-]+\\.[\\w-]+)$`, "i");

/** What a JWT that somebody else has verified says; nothing where it cannot be read. */
export function claimsOf(token: string): JsonObject {
  return jsonIn(Buffer.from(token.split(".")[1] ?? "", "base64url").toString("utf8")) ?? {};
}
