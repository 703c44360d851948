// How a provider's webhooks look, for the OpenAPI document: lib/providers/<id>/webhook-examples.ts. No Lambda imports it.
import * as z from "zod";

export interface WebhookExamples {
  readonly headers: readonly RequestParameter[];
  readonly query?: readonly RequestParameter[];
  /** Whether the body is a list of events; the examples are its entries. */
  readonly isList?: true;
  /** Requests with a JSON body, or without one. */
  readonly events: readonly EventExample[];
  /** Requests whose JSON is the field `payload` of a form; in manifests with `takesForms`. */
  readonly forms?: readonly EventExample[];
}

export interface RequestParameter {
  readonly name: string;
  readonly about: string;
  /** Whether a request without it is refused. */
  readonly required?: boolean;
  readonly example: string;
}

export interface EventExample {
  /** The event's name at the provider. */
  readonly name: string;
  readonly about: string;
  /** What the worker parses the body with, or the receiver where it answers at once. Absent: there is no body. */
  readonly schema?: z.ZodType;
  readonly body?: object;
  /** Headers of this event beside those that all have. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Whether the receiver answers it at once, so that no worker sees it. */
  readonly isAnswered?: true;
}

/** The body of a Pub/Sub push (cloud.google.com/pubsub/docs/push), as `parsePubsubMessage` reads it. @param content of its `data` */
export function describePubsubEnvelope(content: z.ZodType): z.ZodType {
  const { $schema: _, ...contentSchema } = z.toJSONSchema(content, { io: "input" });
  return z.object({
    message: z.object({
      messageId: z.string(),
      data: z.string().meta({ contentEncoding: "base64", contentMediaType: "application/json", contentSchema }),
      publishTime: z.string().optional(),
    }),
    subscription: z.string().optional(),
  });
}

/** The example of such a body. */
export const writePubsubEnvelope = (content: object): object => ({
  message: {
    data: Buffer.from(JSON.stringify(content)).toString("base64"),
    messageId: "2070443601311540",
    publishTime: "2026-11-28T06:00:00.000Z",
  },
  subscription: "projects/my-project/subscriptions/patchbay",
});
