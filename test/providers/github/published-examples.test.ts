// GitHub's published examples of its events, signed and sent through the receiver and the worker's event code.
import "../../http/lambda-environment.ts";
import { describe, expect, test } from "vitest";
import { github as githubProvider } from "../../../lib/providers/github/definition.ts";
import { githubEvents } from "../../../lib/providers/github/events.ts";
import { decodeBody, queuedDeliverySchema } from "../../../lib/webhooks/queued-delivery.ts";
import { aConnection } from "../../support/a-connection.ts";
import { github, githubEvent } from "../../webhooks/support/genuine-requests.ts";
import { processEvent } from "../../webhooks/support/process-event.ts";
import { deliverTo, startReceiverStage } from "../../webhooks/support/receiver-stage.ts";
import { apis, loadExamples } from "./support/published-examples.ts";

const stage = await startReceiverStage();

/** Sends a signed event. @returns what became of it */
async function deliver(name: string, content: object): Promise<string> {
  stage.aws.calls.length = 0;
  const { statusCode } = await deliverTo(github, githubEvent(content, name));
  if (statusCode !== 200) return `refused: ${statusCode}`;
  const [message] = stage.listQueued();
  if (message === undefined) return "answered";
  const queued = queuedDeliverySchema().parse(message);
  const delivery = {
    deliveryId: queued.receipt,
    kind: queued.kind,
    providerDeliveryId: queued.id,
    headers: queued.headers,
    body: await decodeBody(queued),
    receivedAt: Math.floor(queued.receivedAt / 1000),
    link: undefined,
  };
  // Without a recipient an event that ends connections ends none.
  const over = name === "github_app_authorization" ? { recipients: [] } : {};
  return (await processEvent(githubEvents(githubProvider), delivery, aConnection({ provider: "github" }), over))
    .outcome;
}

test("there are 726 examples", () => {
  expect(apis.flatMap(loadExamples)).toHaveLength(726);
});

test.each(["push", "issues", "pull_request", "issue_comment", "release", "installation"])(
  "the examples of %s include one that is processed",
  async (name) => {
    const outcomes: string[] = [];
    for (const example of loadExamples("api.github.com"))
      if (example.name === name) outcomes.push(await deliver(name, example.content));
    expect(outcomes).toContain("processed");
  },
);

describe.each(apis)("the examples of %s", (api) => {
  test("are accepted, and each is processed or ignored", async () => {
    const outcomes: string[] = [];
    for (const { name, content } of loadExamples(api)) outcomes.push(`${name}: ${await deliver(name, content)}`);
    const isExpected = /: (?:processed|answered|ignored: (?:unknown|action))$/;
    expect(outcomes.filter((outcome) => !isExpected.test(outcome))).toEqual([]);
  });
});
