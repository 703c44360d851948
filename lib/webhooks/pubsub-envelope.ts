import { isObject, type JsonObject, readText } from "./body.ts";

/** cloud.google.com/pubsub/docs/push: `{message: {data, messageId, …}, subscription}`, data in base64. */
export interface PubsubMessage {
  readonly id: string;
  readonly data: string;
}

/** Reads the message of a push, with its data decoded. @returns undefined when it has another shape */
export function parsePubsubMessage(envelope: JsonObject): PubsubMessage | undefined {
  const { message } = envelope;
  if (!isObject(message)) return undefined;
  const id = readText(message, "messageId") ?? readText(message, "message_id");
  const data = message.data === undefined ? "" : message.data;
  if (id === undefined || typeof data !== "string") return undefined;
  return { id, data: Buffer.from(data, "base64").toString("utf8") };
}
