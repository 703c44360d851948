// Webhook receivers in the document: what stands there is what the receivers and the workers read.
import { beforeAll, describe, expect, test } from "vitest";
import type { ApiDocument } from "../../infra/openapi/document.ts";
import { buildApiDocument } from "../../infra/openapi/document.ts";
import { loadWebhookExamples } from "../../infra/openapi/receivers.ts";
import { routes } from "../../infra/routes.ts";
import { manifests, withWebhook } from "../../lib/providers/manifests.ts";
import { genuine } from "../webhooks/support/genuine-requests.ts";
import { deliverTo, startReceiverStage } from "../webhooks/support/receiver-stage.ts";
import { readAsReceived, receivers } from "./support/read-example.ts";

await startReceiverStage();
const providers = withWebhook(manifests);
const described = await Promise.all(
  providers.map(async ({ id, webhook }) => ({ id, webhook, ...(await loadWebhookExamples(id)) })),
);
const events = described.flatMap(({ id, events, forms = [] }) =>
  [...events, ...forms].map((example) => ({ id, isForm: forms.includes(example), example, name: example.name })),
);

describe("an event that the product acts on has an example", () => {
  test.each([
    ["slack", ["message", "app_mention", "channel_created", "member_joined_channel", "file_shared"]],
    ["slack", ["app_uninstalled", "tokens_revoked", "block_actions", "url_verification"]],
    ["figma", ["FILE_UPDATE", "FILE_COMMENT", "FILE_VERSION_UPDATE", "FILE_DELETE", "LIBRARY_PUBLISH", "PING"]],
    ["github", ["push", "issues", "pull_request", "issue_comment", "release", "ping"]],
    ["github", ["installation", "github_app_authorization"]],
    ["hubspot", ["contact.creation", "contact.propertyChange", "contact.deletion", "contact.privacyDeletion"]],
    ["gmail", ["mailbox"]],
    ["calendar", ["exists", "sync", "envelope"]],
  ])("%s: %s", (provider, names) => {
    const found = events.filter(({ id }) => id === provider).map(({ name }) => name);
    expect(found).toEqual(expect.arrayContaining(names));
  });
});

describe.each(events)("the example $name of $id", ({ id, example, isForm }) => {
  test.runIf(example.schema)("fits the schema that stands beside it, without a part being left out", () => {
    expect(example.schema?.safeParse(example.body).error?.issues).toBeUndefined();
  });

  test("is taken by the receiver, and read by the worker as something to act on", () => {
    const { answered, parsed } = readAsReceived(id, example, isForm);
    expect(answered).toBe(example.isAnswered === true);
    if (!example.isAnswered)
      expect(parsed).toMatchObject({ eventRoutes: expect.anything(), work: expect.any(Function) });
  });
});

test.each([
  ["slack", "message", { event: { channel: undefined } }],
  ["figma", "FILE_UPDATE", { file_key: undefined }],
  ["github", "issues", { issue: { number: undefined } }],
  ["hubspot", "contact.creation", { objectId: undefined }],
  ["gmail", "mailbox", { message: { data: "e30=" } }],
] as const)("an example of %s that lacks what the worker needs of %s would fail", (provider, wanted, change) => {
  const found = events.find(({ id, name }) => id === provider && name === wanted);
  const example = found?.example;
  if (!example?.schema) throw new Error("There is no such example.");
  const merged: Record<string, unknown> = { ...example.body };
  for (const [name, inner] of Object.entries(change))
    merged[name] = typeof inner === "object" ? { ...Object(merged[name]), ...inner } : inner;
  const broken = { ...example, body: merged };
  const reading = () => readAsReceived(provider, broken, false);
  const isRead = (() => {
    try {
      const { parsed } = reading();
      return parsed !== undefined && !("ignored" in parsed);
    } catch {
      return false;
    }
  })();
  expect(isRead).toBe(false);
});

describe("headers", () => {
  const cases = genuine.flatMap(({ name, handler, make }) => {
    const id = Object.entries(receivers).find(([, receiver]) => receiver.handler === handler)?.[0];
    const headers = described.find((one) => one.id === id)?.headers ?? [];
    return headers.map((header) => ({ name, handler, make, header: header.name, required: header.required === true }));
  });

  test.each(cases.filter(({ required }) => required))("$name is refused without $header", async (one) => {
    const sent = await one.make();
    const { [one.header.toLowerCase()]: gone, ...headers } = sent.headers;
    expect(gone).toEqual(expect.any(String));
    expect([400, 401]).toContain((await deliverTo(one.handler, { ...sent, headers })).statusCode);
  });

  test.each(genuine)("$name needs no header that is not described", async ({ handler, make }) => {
    const id = Object.entries(receivers).find(([, receiver]) => receiver.handler === handler)?.[0];
    const { headers = [] } = described.find((one) => one.id === id) ?? {};
    const known = new Set([...headers.map(({ name }) => name.toLowerCase()), "content-type", "authorization"]);
    const sent = await make();
    const kept = Object.entries(sent.headers).filter(([name]) => known.has(name));
    expect((await deliverTo(handler, { ...sent, headers: Object.fromEntries(kept) })).statusCode).toBe(200);
  });
});

describe("the document", () => {
  let document: ApiDocument;
  beforeAll(async () => {
    document = await buildApiDocument(routes);
  });

  const rows = described.flatMap(({ id, webhook, ...examples }) =>
    webhook.receivers.map(({ path, takesForms = false }) => ({ id, path, takesForms, ...examples })),
  );

  test.each(rows)(
    "$path says its headers, events and examples",
    ({ path, headers, events, forms, takesForms, isList }) => {
      const operation = Object(document.paths[path]?.post);
      for (const { name, required = false } of headers)
        expect(operation.parameters).toContainEqual(expect.objectContaining({ name, in: "header", required }));
      const { content } = operation.requestBody;
      const bodies = Object.fromEntries(
        events.flatMap(({ name, body }) => (body ? [[name, isList ? [body] : body]] : [])),
      );
      const shown = Object.entries(content["application/json"].examples).map(([name, one]) => [
        name,
        Object(one).value,
      ]);
      expect(Object.fromEntries(shown)).toEqual(bodies);
      for (const { name, about } of events) expect(operation.description).toContain(`- \`${name}\`: ${about}`);
      const form = content["application/x-www-form-urlencoded"];
      expect(form !== undefined).toBe(takesForms);
      for (const { name, body } of takesForms ? (forms ?? []) : [])
        expect(JSON.parse(form.examples[name].value.payload)).toEqual(body);
    },
  );

  test("shows the members of a list's items, which the schema of the list does not check", () => {
    const message = Object(document.components.schemas).SlackWebhookMessage;
    const files = message.properties.event.properties.files.anyOf[0];
    expect(files).toMatchObject({ type: "array", items: { required: ["id"] } });
  });

  test("stays within what the gateway passes on at once and a Lambda reads in no time", () => {
    expect(Buffer.byteLength(JSON.stringify(document))).toBeLessThan(500_000);
  });
});
