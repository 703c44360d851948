import { expect, test } from "vitest";
import { findMetrics } from "../../connections/support/containers.ts";
import { startWorker } from "../../webhooks/support/provider-worker.ts";
import { apis, loadExamples } from "./support/published-examples.ts";

/** As many as the queue passes at once. */
const batchSize = 10;

test("the worker fails none of GitHub's published examples", async () => {
  const github = await startWorker("github");
  // The examples of several servers are partly the same, and the worker deduplicates events by their body.
  const deliveries = apis
    .flatMap((api) => loadExamples(api).map(({ name, content }) => ({ name, body: { ...content, nonce: api } })))
    .map(({ name, body }) => ({ body, headers: { "x-github-event": name, "x-github-delivery": crypto.randomUUID() } }));
  for (let at = 0; at < deliveries.length; at += batchSize)
    expect(await github.takeBatch(deliveries.slice(at, at + batchSize))).toBe(0);
  expect(findMetrics(github.logs())).not.toContain("WebhookFailed");
});
