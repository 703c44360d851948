// Describes webhook receivers by the examples and schemas in lib/providers/<id>/webhook-examples.ts.
import * as z from "zod";
import type { ProviderId } from "../../lib/provider-ids.ts";
import type { Manifest, Webhook, WebhookReceiver } from "../../lib/providers/manifest.ts";
import { manifests, withWebhook } from "../../lib/providers/manifests.ts";
import type { EventExample, RequestParameter, WebhookExamples } from "../../lib/webhooks/webhook-examples.ts";
import { receiverAnswers, refusals } from "./hand-written/webhooks.ts";
import { type Operation, toOperationId } from "./operation.ts";
import type { Parameter } from "./parameters.ts";
import { type JsonSchema, type SharedSchemas, toJsonSchema } from "./schema.ts";

/** The receivers' operations, by method and path, as in the table. @param shared collects the schemas that have an id */
export async function describeReceivers(shared: SharedSchemas): Promise<Readonly<Record<string, Operation>>> {
  const described = await Promise.all(
    withWebhook(manifests).map(async (manifest) => {
      const examples = await loadWebhookExamples(manifest.id);
      return manifest.webhook.receivers.map(
        (receiver) => [`POST ${receiver.path}`, describeReceiver(manifest, receiver, examples, shared)] as const,
      );
    }),
  );
  return Object.fromEntries(described.flat());
}

const module = z.object({
  webhookExamples: z.custom<WebhookExamples>((value) => typeof value === "object" && value !== null),
});

/** Imports what only this document and tests need of a provider. */
export async function loadWebhookExamples(id: ProviderId): Promise<WebhookExamples> {
  const file = new URL(`../../lib/providers/${id}/webhook-examples.ts`, import.meta.url).href;
  return module.parse(await import(file)).webhookExamples;
}

function describeReceiver(
  { id, webhook }: Manifest & { readonly webhook: Webhook },
  { run, lambda = run, summary, takesForms, bodyOptional, answers }: WebhookReceiver,
  { headers, query = [], events, forms = events, isList }: WebhookExamples,
  shared: SharedSchemas,
): Operation {
  const parameters = [...headers.map(toParameter("header")), ...query.map(toParameter("query"))];
  return {
    operationId: toOperationId(lambda),
    summary,
    description: [...new Set([...events, ...(takesForms ? forms : [])])].map(describeEvent).join("\n"),
    tags: ["Webhooks"],
    security: [{ [webhook.verifier.name]: [] }],
    ...(parameters.length > 0 ? { parameters } : {}),
    requestBody: {
      required: !bodyOptional,
      content: {
        "application/json": (isList ? describeList : describeJson)(id, events, shared),
        ...(takesForms ? { "application/x-www-form-urlencoded": describeForm(id, forms, shared) } : {}),
      },
    },
    responses: {
      200: { description: "Verified, and kept to be worked on.", ...receiverAnswers[answers ?? "acknowledged"] },
      ...refusals,
    },
  };
}

const describeEvent = ({ name, about }: EventExample): string => `- \`${name}\`: ${about}`;

const toParameter =
  (place: "header" | "query") =>
  ({ name, about, required = false, example }: RequestParameter): Parameter => ({
    name,
    in: place,
    required,
    description: about,
    schema: { type: "string", examples: [example] },
  });

const describeJson = (provider: string, events: readonly EventExample[], shared: SharedSchemas) => ({
  schema: describeAny(provider, events, shared),
  examples: nameExamples(events, (body) => body),
});

const describeList = (provider: string, events: readonly EventExample[], shared: SharedSchemas) => ({
  schema: { type: "array", items: describeAny(provider, events, shared) },
  examples: nameExamples(events, (body) => [body]),
});

/** A form whose field `payload` is the JSON. */
const describeForm = (provider: string, events: readonly EventExample[], shared: SharedSchemas) => ({
  schema: {
    type: "object",
    required: ["payload"],
    properties: {
      payload: {
        type: "string",
        contentMediaType: "application/json",
        contentSchema: describeAny(provider, events, shared),
      },
    },
  },
  examples: nameExamples(events, (body) => ({ payload: JSON.stringify(body) })),
});

/** Any of the events. Other members, and other events, are accepted and not read. */
function describeAny(provider: string, events: readonly EventExample[], shared: SharedSchemas): JsonSchema {
  const references = events.flatMap(({ name, schema }) => {
    if (schema === undefined) return [];
    const id = `${toPascalCase(provider)}Webhook${toPascalCase(name)}`;
    shared.set(id, { title: name, ...toJsonSchema(schema, "input", shared) });
    return [{ $ref: `#/components/schemas/${id}` }];
  });
  return { type: "object", anyOf: [...references, { title: "any other" }] };
}

/** `FILE_UPDATE`, `file_update` and `file/update` → `FileUpdate` */
const toPascalCase = (name: string): string =>
  name.toLowerCase().replace(/(?:^|[_./])(\w)/g, (_, letter: string) => letter.toUpperCase());

const nameExamples = (events: readonly EventExample[], write: (body: object) => object) =>
  Object.fromEntries(
    events.flatMap(({ name, about, body }) =>
      body === undefined ? [] : [[name, { summary: about, value: write(body) }]],
    ),
  );
