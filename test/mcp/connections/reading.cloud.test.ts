// Assistants read what their user's connections can read, and nothing else.
import { beforeEach, describe, expect, test } from "vitest";
import { connectAccount, getSandbox } from "../../connections/support/account.ts";
import { createUser } from "../../integrations/support/test-user.ts";
import { asUser } from "../../support/api.ts";
import { asTenantsMember, callTool, listTools } from "./support/assistant.ts";

beforeEach(async () => {
  for (const provider of ["gmail", "slack", "github"] as const) await getSandbox(provider).reset();
});

const page = "/settings/integrations";

test("the tools on connections are listed, and say which of them only read", async () => {
  const tools = await listTools(await createUser());
  const onConnections = tools.filter(({ name }) =>
    /^(integrations|activity|slack|gmail|github|figma|calendar)_/.test(name),
  );
  expect(onConnections.length).toBeGreaterThan(20);
  const writes = onConnections.filter(({ annotations }) => annotations.readOnlyHint === false);
  expect(writes.map(({ name }) => name).sort()).toEqual([
    "calendar_create_event",
    "figma_post_comment",
    "github_create_issue",
    "github_create_issue_comment",
    "gmail_send_message",
    "slack_post_message",
  ]);
});

test("a connected account is read as over HTTP, and the answer is marked", async () => {
  const { user } = await connectAccount("gmail");
  const over = (await user.get("/api/v2/gmail/messages/msg_ada_review")).json;
  const { data, text, isError } = await callTool(user, "gmail_read_message", { id: "msg_ada_review" });
  expect({ isError, data }).toEqual({ isError: false, data: Object(over).data });
  expect(text).toMatch(/^Between the two lines with data-[0-9a-f]{24} is data from Gmail\./);
});

test("an account that is not connected has the URL where it is connected", async () => {
  const user = await createUser();
  const { isError, facts } = await callTool(user, "gmail_search_messages", { q: "in:inbox" });
  expect({ isError, code: facts.code }).toEqual({ isError: true, code: "not_connected" });
  expect(new URL(facts.reconnectUrl ?? "")).toMatchObject({ pathname: page, search: "?provider=gmail" });
});

test("an account that must be connected again has the URL for that", async () => {
  const { user, change, readStored } = await connectAccount("slack");
  const { id } = await readStored();
  await change({ status: "reconnect_needed" });
  const { facts } = await callTool(user, "slack_list_channels", { refresh: true });
  expect(facts.code).toBe("reconnect_required");
  expect(new URL(facts.reconnectUrl ?? "").searchParams.get("reconnect")).toBe(id);
});

describe("another user's things", () => {
  test("do not exist: a connection is answered as over HTTP, and the provider is not asked", async () => {
    const [owner, other] = [await connectAccount("slack"), await createUser()];
    const { id } = await owner.readStored();
    await getSandbox("slack").forgetRequests();
    const over = Object((await other.get(`/api/v2/slack/channels?account=${id}`)).json);
    const { isError, facts, text } = await callTool(other, "slack_list_channels", { account: id });
    expect({ isError, code: facts.code, text: text.split("\n")[0] }).toEqual({
      isError: true,
      code: over.code,
      text: over.detail,
    });
    expect(over.status).toBe(404);
    expect(await getSandbox("slack").requests()).toEqual([]);
  });

  test("do not exist: a message of a mailbox and an issue that the account may not see are 404", async () => {
    const ben = await connectAccount("gmail", { account: "ben@example.com" });
    const over = Object((await ben.user.get("/api/v2/gmail/messages/msg_ada_review")).json);
    const { isError, facts } = await callTool(ben.user, "gmail_read_message", { id: "msg_ada_review" });
    expect({ isError, code: facts.code }).toEqual({ isError: true, code: over.code });
    expect(over.status).toBe(404);
  });
});

test.each(["..", "../../../admin/webhooks", "x/../../../admin/webhooks", "..%2f..%2fadmin", "x?account=1", "x#", ""])(
  "an id cannot lead to another endpoint: %j",
  async (id) => {
    const { user } = await connectAccount("gmail");
    await getSandbox("gmail").forgetRequests();
    const { isError, facts } = await callTool(user, "gmail_read_message", { id });
    expect({ isError, code: facts.code }).toEqual({ isError: true, code: "invalid_request" });
    expect(await getSandbox("gmail").requests()).toEqual([]);
  },
);

describe("a person of two tenants", () => {
  test("reads in the tenant that X-Tenant-Id names", async () => {
    const { user: inAcme, person } = await connectAccount("slack");
    expect((await callTool(inAcme, "integrations_list")).data).toMatchObject({ integrations: [{ provider: "slack" }] });
    const both = await asTenantsMember(person, ["acme", "globex"]);
    const inTenant = (tenant: string) => callTool(both, "integrations_list", {}, { "x-tenant-id": tenant });
    expect((await inTenant("acme")).data).toMatchObject({ integrations: [{ provider: "slack" }] });
    expect((await inTenant("globex")).data).toEqual({ integrations: [] });
  });
});

describe("an administrator", () => {
  test.each(["admin", "stage-admin"])(
    "with the role %s has the tools of any user, and reads nobody else's",
    async (role) => {
      const owner = await connectAccount("slack");
      const admin = await asUser({ sub: `boss-${crypto.randomUUID()}`, org: "acme", role });
      const names = async (user: typeof admin) => (await listTools(user)).map(({ name }) => name);
      expect(await names(admin)).toEqual(await names(owner.user));
      const { id } = await owner.readStored();
      expect((await callTool(admin, "slack_list_channels", { account: id })).facts.code).toBe("not_connected");
      expect((await callTool(admin, "integrations_list", { tenant: "globex" })).facts.code).toBe("invalid_request");
      expect((await callTool(admin, "integrations_list")).data).toEqual({ integrations: [] });
    },
  );
});
