import { beforeEach, expect, test } from "vitest";
import { type Body, redirectUri, useProvider } from "./provider.ts";
import { useReceiver } from "./receiver.ts";

const figma = useProvider("figma");
const receiver = useReceiver(figma);
const all = "current_user:read,file_comments:read,file_comments:write,webhooks:read,webhooks:write";
let token = "";

async function connect(account = "ada", scope = all): Promise<string> {
  const back = await figma.consent("/oauth", { scope }, { _approve: "1", _account: account });
  const form = {
    grant_type: "authorization_code",
    redirect_uri: redirectUri,
    code: back.searchParams.get("code") ?? "",
  };
  const credentials = Buffer.from("sandbox-figma-client:sandbox-figma-secret").toString("base64");
  const answer = await figma.form("/v1/oauth/token", form, { authorization: `Basic ${credentials}` });
  return String(answer.body.access_token);
}

beforeEach(async () => {
  token = await connect();
});

async function call(method: string, path: string, body?: Body, as = token) {
  const headers = { authorization: `Bearer ${as}`, "content-type": "application/json" };
  const answer = await fetch(figma.url(path), { method, headers, ...(body ? { body: JSON.stringify(body) } : {}) });
  return { status: answer.status, body: JSON.parse(await answer.text()) };
}

const hook = (more: Body = {}) => ({
  event_type: "FILE_COMMENT",
  context: "team",
  context_id: "1001",
  endpoint: `${receiver.origin()}/api/integrations/figma/webhook`,
  passcode: "a-passcodeA",
  ...more,
});
const create = (more?: Body, as?: string) => call("POST", "/v2/webhooks", hook(more), as);

test("pings a new webhook, with its passcode and its id as a string", async () => {
  await figma.behave({ events: true });
  const { body } = await create();
  expect(typeof body.id).toBe("number");
  await receiver.waitForRequests(1);
  expect(receiver.bodies()).toMatchObject([
    { event_type: "PING", passcode: "a-passcodeA", webhook_id: String(body.id), timestamp: expect.any(String) },
  ]);
});

test("does not ping a webhook created as paused", async () => {
  await figma.behave({ events: true });
  await create({ status: "PAUSED" });
  expect((await figma.control("GET", "deliveries")).body).toEqual([]);
});

test("never returns a passcode in reads", async () => {
  const { id } = (await create()).body;
  expect((await call("GET", `/v2/webhooks/${id}`)).body).toMatchObject({ id, passcode: "" });
  const listed = await call("GET", "/v2/webhooks?context=team&context_id=1001");
  expect(listed.body.webhooks).toMatchObject([{ id, passcode: "" }]);
});

test("changes a webhook, and deletes it", async () => {
  const { id } = (await create()).body;
  expect((await call("PUT", `/v2/webhooks/${id}`, { event_type: "FILE_UPDATE" })).body).toMatchObject({
    event_type: "FILE_UPDATE",
  });
  expect((await call("DELETE", `/v2/webhooks/${id}`)).status).toBe(200);
  expect((await call("GET", `/v2/webhooks/${id}`)).status).toBe(404);
});

test.each([
  ["team", "1001", 20],
  ["project", "2001", 5],
  ["file", "FigHome000000000000001", 3],
])("limits the webhooks on a %s", async (context, context_id, most) => {
  for (let count = 0; count < most; count += 1) expect((await create({ context, context_id })).status).toBe(200);
  expect((await create({ context, context_id })).status).toBe(400);
});

test.each([
  ["a passcode of more than 100 characters", { passcode: "x".repeat(101) }],
  ["an event that cannot be asked for", { event_type: "PING" }],
  ["an address that is none", { endpoint: "nowhere" }],
])("refuses %s", async (_, wrong) => {
  expect((await create(wrong)).status).toBe(400);
});

test("requires the write scope", async () => {
  const reader = await connect("ada", "webhooks:read");
  expect(await create({}, reader)).toMatchObject({
    status: 403,
    body: { err: expect.stringContaining("webhooks:write") },
  });
});

test("lets only a team's admin create a team webhook, and any editor a project webhook", async () => {
  const ben = await connect("ben");
  expect((await create({}, ben)).status).toBe(403);
  expect((await create({ context: "project", context_id: "2001" }, ben)).status).toBe(200);
});

test("hides a team from people outside it", async () => {
  expect((await create({ context_id: "1002" })).status).toBe(404);
});

test("delivers a comment posted through the API", async () => {
  await create();
  await figma.behave({ events: true });
  const path = "/v1/files/FigHome000000000000001/comments";
  const posted = (await call("POST", path, { message: "@Ben please fix by Friday" })).body;
  expect((await call("GET", path)).body.comments).toMatchObject([{ id: posted.id }]);
  await receiver.waitForRequests(1);
  expect(receiver.bodies()).toMatchObject([
    {
      event_type: "FILE_COMMENT",
      comment_id: posted.id,
      comment: [{ mention: "1100000000000000002" }, { text: " please fix by Friday" }],
      mentions: [{ handle: "Ben" }],
      file_key: "FigHome000000000000001",
      triggered_by: { handle: "Ada" },
    },
  ]);
});

test("delivers a file's deletion to webhooks for its updates", async () => {
  await create({ event_type: "FILE_UPDATE" });
  await receiver.push({ event: "FILE_DELETE" });
  expect(receiver.bodies()).toMatchObject([{ event_type: "FILE_DELETE", passcode: "a-passcodeA" }]);
});

test("delivers events of its project only to a project webhook", async () => {
  const { id } = (await create({ event_type: "FILE_UPDATE", context: "project", context_id: "2001" })).body;
  await receiver.push({ event: "FILE_UPDATE", file: "Pricing" });
  await receiver.push({ event: "FILE_UPDATE", file: "Onboarding" });
  expect(receiver.bodies().map(({ webhook_id }) => webhook_id)).toEqual([String(id), "900001"]);
});

test("lists the sent requests, without the passcode", async () => {
  const { id } = (await create()).body;
  receiver.setAnswer((count) => ({ status: count === 1 ? 500 : 200 }));
  await receiver.push({ event: "FILE_COMMENT" });
  const { body } = await call("GET", `/v2/webhooks/${id}/requests`);
  expect(body.requests).toMatchObject([
    { webhook_id: id, request_info: { payload: { passcode: "" } }, response_info: { status: "500" } },
    { response_info: { status: "200" } },
  ]);
});
