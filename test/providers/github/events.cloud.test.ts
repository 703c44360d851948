import { randomBytes } from "node:crypto";
import { PutItemCommand } from "@aws-sdk/client-dynamodb";
import { expect, test } from "vitest";
import * as z from "zod";
import { toItem } from "../../../lib/store/item.ts";
import { key } from "../../../lib/store/table.ts";
import { type Account, connectAccount } from "../../connections/support/account.ts";
import { listAuditedActions } from "../../connections/support/audit.ts";
import { useAccount } from "../../connections/support/calls.ts";
import { resetBeforeEach } from "../../connections/support/reset.ts";
import { dynamodb, tableName } from "../../support/aws.ts";
import { connectInBrowser } from "../../support/flow.ts";
import { sandbox } from "../../support/sandbox.ts";
import { githubEvent, githubIssue } from "../../webhooks/support/payloads.ts";
import { listOutboxData, startWorker } from "../../webhooks/support/provider-worker.ts";

resetBeforeEach();

const headers = (event: string) => ({ "x-github-event": event, "x-github-delivery": crypto.randomUUID() });

/** Links a repository to an account. */
async function linkRepository(account: Account): Promise<string> {
  const ref = randomBytes(16).toString("base64url");
  const { tenant, user, id } = await account.readStored();
  const Item = {
    ...key.eventRoute("github", ref, { tenant, user }, id),
    ...toItem({ tenant, user, provider: "github", id }),
  };
  await dynamodb().send(new PutItemCommand({ TableName: tableName("connections"), Item }));
  return ref;
}

const issueOpenedEvent = (over: Record<string, unknown> = {}) =>
  githubEvent({ action: "opened", issue: githubIssue(), nonce: crypto.randomUUID(), ...over });

test("an event of a linked repository is an activity for the user who linked it, and for nobody else", async () => {
  const [owner, other] = [await connectAccount("github"), await connectAccount("github")];
  const github = await startWorker("github");
  const link = await linkRepository(owner);
  expect(await github.take(issueOpenedEvent(), { headers: headers("issues"), link })).toBe("processed");
  expect(await listOutboxData(owner)).toEqual([
    expect.objectContaining({
      provider: "github",
      kind: "issue",
      title: "Issue octo/hello-world#2 opened: Spelling error in the README file",
      excerpt: "@mona please fix it by Friday.",
      source: { url: "https://github.com/octo/hello-world/issues/2", id: "73464126" },
      at: "2027-01-15T08:00:00.000Z",
    }),
  ]);
  expect(await listOutboxData(other)).toEqual([]);
});

test("a delivery repeated under another id is not reported again", async () => {
  const owner = await connectAccount("github");
  const github = await startWorker("github");
  const link = await linkRepository(owner);
  const body = issueOpenedEvent();
  expect(await github.take(body, { headers: headers("issues"), link })).toBe("processed");
  expect(await github.take(body, { headers: headers("issues"), link })).toBe("duplicate");
  expect(await listOutboxData(owner)).toHaveLength(1);
});

test("a user who wants only mentions gets mentions and assignments", async () => {
  const owner = await connectAccount("github", { account: "ada" });
  await owner.user.put("/api/integrations/github/settings", {
    notificationPreferences: { activity: { issue: "mentions" } },
  });
  const me = { id: Number((await owner.readStored()).accountId), login: "ada" };
  const github = await startWorker("github");
  const link = await linkRepository(owner);
  const issues = [
    githubIssue({ id: 1, title: "Not yours", body: "@adam please" }),
    githubIssue({ id: 2, title: "Named", body: "ping @Ada." }),
    githubIssue({ id: 3, title: "Assigned", assignees: [me] }),
  ];
  for (const issue of issues) await github.take(issueOpenedEvent({ issue }), { headers: headers("issues"), link });
  const titles = (await listOutboxData(owner)).map(({ title }) => String(title).split(": ")[1]);
  expect(titles.sort()).toEqual(["Assigned", "Named"]);
});

const deliveries = z.array(z.object({ body: z.string() }));

async function emitRevoked(): Promise<string> {
  const event = { event: "github_app_authorization", from: "octo", url: "http://127.0.0.1:9/", retry: false };
  const [delivery] = deliveries.parse(await sandbox("github").push(event));
  return delivery?.body ?? "";
}

test("consent taken back at GitHub ends the account's connections, and no other's", async () => {
  const octo = await connectAccount("github", { account: "octo" });
  const ada = await connectAccount("github", { account: "ada" });
  const github = await startWorker("github");
  await github.take(await emitRevoked(), { headers: headers("github_app_authorization") });
  const { status, tokens } = await octo.readStored();
  expect({ status, tokens }).toEqual({ status: "revoked", tokens: {} });
  expect(await listAuditedActions(octo)).toContain("revoked");
  expect((await listOutboxData(octo, "connection.changed")).map(({ change }) => change)).toContain("revoked");
  expect((await ada.readStored()).status).toBe("active");
});

test("a revocation that is repeated under another id does not end what was connected since", async () => {
  const octo = await connectAccount("github", { account: "octo" });
  const github = await startWorker("github");
  const body = await emitRevoked();
  await github.take(body, { headers: headers("github_app_authorization") });
  expect((await octo.readStored()).status).toBe("revoked");
  await connectInBrowser(octo.user, "github", { account: "octo" });
  // Long after, so that it is no duplicate; and with a clock of its own, it is not older than the tokens.
  const replay = { headers: headers("github_app_authorization"), receivedAt: Date.now() + 600_000 };
  expect(await github.take(body, replay)).toBe("processed");
  expect((await octo.readStored()).status).toBe("active");
  expect((await useAccount(octo)).status).toBe(200);
});

test("a revocation ends nothing while GitHub does not say whether the token works", async () => {
  const octo = await connectAccount("github", { account: "octo" });
  const github = await startWorker("github");
  const body = await emitRevoked();
  await sandbox("github").script({ path: "/user", status: 503, times: 9 });
  expect(await github.take(body, { headers: headers("github_app_authorization") })).toContain("failed");
  expect((await octo.readStored()).status).toBe("active");
  await sandbox("github").forgetScripts();
  await github.take(body, { headers: headers("github_app_authorization"), receivedAt: Date.now() + 600_000 });
  expect((await octo.readStored()).status).toBe("revoked");
});

test("a token that expired does not prove a revocation: its refresh token works", async () => {
  await sandbox("github").behave({ rotation: true });
  const octo = await connectAccount("github", { account: "octo" });
  const github = await startWorker("github");
  const sender = { id: Number((await octo.readStored()).accountId), login: "octo" };
  const body = JSON.stringify({ action: "revoked", sender });
  await octo.setRemainingSeconds(-10);
  const replay = { headers: headers("github_app_authorization"), receivedAt: Date.now() + 600_000 };
  expect(await github.take(body, replay)).toBe("processed");
  expect((await octo.readStored()).status).toBe("active");
});

test("an event of the app's own hook is for the user who caused it", async () => {
  const octo = await connectAccount("github", { account: "octo" });
  const ada = await connectAccount("github", { account: "ada" });
  const github = await startWorker("github");
  const sender = { id: Number((await octo.readStored()).accountId), login: "octo" };
  const { repository } = githubEvent();
  const body = issueOpenedEvent({ sender, repository: { ...repository, owner: { id: 1, type: "Organization" } } });
  expect(await github.take(body, { headers: headers("issues") })).toBe("processed");
  expect(await listOutboxData(octo)).toHaveLength(1);
  expect(await listOutboxData(ada)).toEqual([]);
});

test("an event of a removed link is for nobody", async () => {
  const github = await startWorker("github");
  const link = randomBytes(16).toString("base64url");
  expect(await github.take(issueOpenedEvent(), { headers: headers("issues"), link })).toBe("ignored: nobody");
});
