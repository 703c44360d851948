// Reading a verified body. What is signed and still cannot be read is the provider's mistake: 400, and the metric says so.
import { isUtf8 } from "node:buffer";
import { rejectWebhook } from "../http/reject-webhook.ts";
import type { WebhookRequest } from "../http/webhook-endpoint.ts";

export type JsonObject = Record<string, unknown>;

const mimeTypes = { json: "application/json", form: "application/x-www-form-urlencoded" } as const;
type ContentType = keyof typeof mimeTypes;

/**
 * Which of the content types it is, parameters such as `charset=utf-8` aside.
 * @throws Problem unsupported_media_type for any other, and for a charset that is not UTF-8
 */
export function requireContentType<T extends ContentType>({ headers }: WebhookRequest, ...readable: readonly T[]): T {
  const [, type, charset] = contentTypePattern.exec(headers["content-type"] ?? "") ?? [];
  const found = readable.find((name) => mimeTypes[name] === type?.toLowerCase());
  if (found === undefined || !/^(utf-?8)?$/i.test(charset ?? ""))
    throw rejectWebhook("unsupported_media_type", "content_type");
  return found;
}

const contentTypePattern = /^\s*([\w.+/-]+)\s*(?:;\s*charset="?([\w-]*)"?\s*)?$/i;

/** @throws Problem invalid_request for bytes that are not UTF-8: as text, they would be others than were signed */
export function decodeBodyText({ body }: WebhookRequest): string {
  if (!isUtf8(body)) throw rejectMalformed();
  return body.toString("utf8");
}

/** @throws Problem invalid_request for what is not one JSON object */
export function parseJsonObject(text: string): JsonObject {
  const value = tryParseJson(text);
  if (!isObject(value)) throw rejectMalformed();
  return value;
}

/** The JSON object in a text or a body, if there is one: for what must be read before it is known whom it is from. */
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

/** A text member of at most so many characters; undefined when it is missing or something else. */
export function readText(object: JsonObject, name: string, maxLength = 256): string | undefined {
  const value = object[name];
  return typeof value === "string" && value !== "" && value.length <= maxLength ? value : undefined;
}

/**
 * What is left of an object, as JSON, without what must not go on a queue.
 * @throws Problem invalid_request for nesting that can be read and not written
 */
export function serializeWithout(object: JsonObject, ...names: readonly string[]): string {
  const kept = Object.entries(object).filter(([name]) => !names.includes(name));
  try {
    return JSON.stringify(Object.fromEntries(kept));
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

/** Those headers that are there, for the worker; none of them is a secret. */
export function pickHeaders({ headers }: WebhookRequest, ...names: readonly string[]): Record<string, string> {
  return Object.fromEntries(names.flatMap((name) => (headers[name] === undefined ? [] : [[name, headers[name]]])));
}
