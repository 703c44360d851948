// Issues and comments with odd texts, through the receiver, the queue and the worker, into the feed.
import { expect, test } from "vitest";
import { connectAccount } from "../../connections/support/account.ts";
import { sandbox } from "../../support/sandbox.ts";
import { clearRoutesBeforeEach } from "../../webhooks/support/clear-routes.ts";
import { githubEvent, githubIssue } from "../../webhooks/support/payloads.ts";
import { listOutboxData, startWorker } from "../../webhooks/support/provider-worker.ts";
import { expectAllInFeed } from "../support/activity-feed.ts";
import { createHostileTexts } from "../support/hostile-texts.ts";

clearRoutesBeforeEach("github");

test("an issue and a comment with any text reach the feed, and so does the good one behind them", async () => {
  const octo = await connectAccount("github", { account: "octo" });
  const sender = { id: Number((await octo.readStored()).accountId), login: "octo" };
  const { repository } = githubEvent();
  const over = { sender, repository: { ...repository, owner: { id: 1, type: "Organization" } } };
  const titles = [...createHostileTexts("title"), { mark: "Good", text: "Good" }];
  const comments = createHostileTexts("comment");
  const events = [
    ...comments.map(({ text: body }, id) => ({
      name: "issue_comment",
      payload: { action: "created", issue: githubIssue(), comment: createComment(id, body) },
    })),
    ...titles.map(({ text: title }, id) => ({
      name: "issues",
      payload: { action: "opened", issue: githubIssue({ id, title, body: title }) },
    })),
  ];
  for (const { name, payload } of events)
    await sandbox("github").push({ event: "raw", to: "app", name, payload: { ...githubEvent(over), ...payload } });
  await expectAllInFeed(octo, [...comments, ...titles]);
});

const createComment = (id: number, body: string) => ({
  id,
  body,
  html_url: `https://github.com/octo/hello-world/issues/2#issuecomment-${id}`,
  user: { id: 583_231, login: "octo", type: "User" },
  created_at: "2027-01-15T08:00:00Z",
  updated_at: "2027-01-15T08:00:00Z",
});

test("events that cannot be read are in the log, and the good one behind them in the same batch arrives", async () => {
  const octo = await connectAccount("github", { account: "octo" });
  const github = await startWorker("github");
  const sender = { id: Number((await octo.readStored()).accountId), login: "octo" };
  const { repository } = githubEvent();
  const over = { sender, repository: { ...repository, owner: { id: 1, type: "Organization" } } };
  const good = githubEvent({ ...over, action: "opened", issue: githubIssue({ title: "Good" }) });
  const poison = [[], '{"issue":', { ...good, issue: { id: {} } }, { ...good, repository: "octo" }];
  const headers = () => ({ "x-github-event": "issues", "x-github-delivery": crypto.randomUUID() });
  const batch = [...poison, good].map((body) => ({ body, headers: headers() }));
  expect(await github.takeBatch(batch)).toBe(2);
  expect((await listOutboxData(octo)).map(({ title }) => String(title))).toEqual([expect.stringContaining("Good")]);
  const outcomes: string[] = [];
  for (const body of poison) outcomes.push(await github.take(body, { headers: headers() }));
  // The event's name is in a header that is not signed, so a body that does not fit it is no failure.
  expect(outcomes).toEqual(["failed: unexpected_shape", "failed: not_json", "ignored: mismatch", "ignored: mismatch"]);
});
