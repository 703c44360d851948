// GET /api/v2/{slack,gmail,calendar}/status
import { beforeEach, expect, test } from "vitest";
import { connectAccount, getConnectionId } from "../integrations/support/connections.ts";
import { getSandbox } from "../integrations/support/facts.ts";
import { resetWorld } from "../integrations/support/reset.ts";
import { createUser } from "../integrations/support/test-user.ts";
import { spy } from "../support/spy.ts";

beforeEach(resetWorld);

const services = [
  ["slack", "Slack", { team: "Acme" }, { team: null }],
  ["gmail", "Gmail", { email: "ada@example.com" }, { email: null }],
  ["calendar", "Google Calendar", { email: "ada@example.com" }, { email: null }],
] as const;

test.each(services)("says of %s that it is not connected", async (service, name, _, nobody) => {
  const { status, json } = await (await createUser()).get(`/api/v2/${service}/status`);
  const data = { connected: false, ...nobody, error: `${name} is not connected.` };
  expect({ status, json }).toEqual({
    status: 200,
    json: { success: true, data, ...data, timestamp: expect.stringMatching(/Z$/) },
  });
});

test.each(services)("says of %s whose account is connected, and asks only the store", async (service, _, account) => {
  const user = await createUser();
  await connectAccount(user, service);
  await getSandbox(service).forgetRequests();
  const read = () => user.get(`/api/v2/${service}/status`);
  const { json } = await read();
  const data = { connected: true, ...account, error: null };
  expect(json).toEqual({ success: true, data, ...data, timestamp: expect.stringMatching(/Z$/) });
  expect(await spy.during(read, "read-status")).toEqual(["dynamodb Query owner#"]);
  expect(await getSandbox(service).requests()).toEqual([]);
});

test("says that an account must be connected again, and whose it was", async () => {
  const user = await createUser();
  await connectAccount(user, "gmail");
  await getSandbox("gmail").revokeGrants();
  await user.post("/api/integrations/gmail/refresh");
  const expected = { connected: false, email: "ada@example.com", error: "Gmail must be connected again." };
  expect((await user.get("/api/v2/gmail/status")).json).toMatchObject(expected);
});

test("speaks of the account that is named, and of no other", async () => {
  const [user, other] = [await createUser(), await createUser()];
  await connectAccount(user, "slack", { account: "acme" });
  await connectAccount(user, "slack", { account: "globex" });
  const id = await getConnectionId(user, "Acme");
  const read = async (person: typeof user, account: string) =>
    (await person.get(`/api/v2/slack/status?account=${account}`)).json;
  expect(await read(user, id)).toMatchObject({ connected: true, team: "Acme" });
  expect(await read(user, "A".repeat(22))).toMatchObject({ connected: false, team: null });
  expect(await read(other, id)).toMatchObject({ connected: false, team: null });
});
