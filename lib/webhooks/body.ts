// Parses webhook bodies. A body that cannot be parsed is rejected with 400 and counted.
import { isUtf8 } from "node:buffer";
import { rejectWebhook } from "../http/reject-webhook.ts";
import type { WebhookRequest } from "../http/webhook-endpoint.ts";

export type JsonObject = Record<string, unknown>;

const mimeTypes = { json: "application/json", form: "application/x-www-form-urlencoded" } as const;
type ContentType = keyof typeof mimeTypes;

/**
 * Returns which of the accepted content types the request has, without parameters such as `charset=utf-8`.
 * @throws Problem unsupported_media_type for any other, and for a charset other than UTF-8
 */
export function requireContentType<T extends ContentType>({ headers }: WebhookRequest, ...accepted: readonly T[]): T {
  const [, type, charset] = contentTypePattern.exec(headers["content-type"] ?? "") ?? [];
  const found = accepted.find((name) => mimeTypes[name] === type?.toLowerCase());
  if (found === undefined || !/^(utf-?8)?$/i.test(charset ?? ""))
    throw rejectWebhook("unsupported_media_type", "content_type");
  return found;
}

const contentTypePattern = /^\s*([\w.+/-]+)\s*(?:;\s*charset="?([\w-]*)"?\s*)?$/i;

/** Decodes the body as UTF-8. @throws Problem invalid_request for other bytes: decoding would change what was signed */
export function decodeBodyText({ body }: WebhookRequest): string {
  if (!isUtf8(body)) throw rejectMalformed();
  return body.toString("utf8");
}

/** @throws Problem invalid_request when the text is not a JSON object */
export function parseJsonObject(text: string): JsonObject {
  const value = tryParseJson(text);
  if (!isObject(value)) throw rejectMalformed();
  return value;
}

/** The JSON object of a text or a body, or undefined: for content that must be read before the sender is verified. */
export function tryParseJsonObject(source: string | WebhookRequest): JsonObject | undefined {
  try {
    return parseJsonObject(typeof source === "string" ? source : decodeBodyText(source));
  } catch {
    return undefined;
  }
}

export const rejectMalformed = () => rejectWebhook("invalid_request", "malformed");

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** A member that is a non-empty string of at most `maxLength` characters; undefined otherwise. */
export function readText(object: JsonObject, name: string, maxLength = 256): string | undefined {
  const value = object[name];
  return typeof value === "string" && value !== "" && value.length <= maxLength ? value : undefined;
}

/**
 * Serializes an object without the members that must not be queued, such as secrets.
 * @throws Problem invalid_request for nesting that JSON.parse accepts and JSON.stringify does not
 */
export function serializeWithout(object: JsonObject, ...names: readonly string[]): string {
  const remaining = Object.entries(object).filter(([name]) => !names.includes(name));
  try {
    return JSON.stringify(Object.fromEntries(remaining));
  } catch {
    throw rejectMalformed();
  }
}

function tryParseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The named headers that are present, for the worker. Never pick a header that holds a secret. */
export function pickHeaders({ headers }: WebhookRequest, ...names: readonly string[]): Record<string, string> {
  return Object.fromEntries(names.flatMap((name) => (headers[name] === undefined ? [] : [[name, headers[name]]])));
}
