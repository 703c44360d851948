// The integrations page of the old gateway: available, list, connect, status, sync, delete.
import { beforeAll, expect, test } from "vitest";
import { giveConsent } from "../../support/flow.ts";
import { sandbox } from "../../support/sandbox.ts";
import { type AssistantPerson, connectAll, createAssistantPerson } from "../support/assistant.ts";
import { readFailure } from "../support/old-client.ts";

const base = "/api/v1/integrations";

interface Connected {
  readonly integrations: readonly { id: string; provider: string }[];
}

let person: AssistantPerson;
beforeAll(async () => {
  person = await createAssistantPerson();
});

const findId = async (client: AssistantPerson, provider: string) =>
  (await client.get<Connected>(`${base}/list`)).integrations.find((one) => one.provider === provider)?.id ?? "";

test("available lists what can be connected", async () => {
  const { providers } = await person.get<{ providers: { id: string }[] }>(`${base}/available`);
  const slack = providers.find(({ id }) => id === "slack");
  expect(slack).toMatchObject({
    name: "Slack",
    description: expect.any(String),
    category: expect.any(String),
    icon: expect.any(String),
    scopes: expect.any(Array),
    configured: true,
  });
});

test("connect answers the consent page's address, and the callback leads back", async () => {
  const started = await person.post<{ authorization_url: string }>(`${base}/connect`, { provider: "gmail" });
  expect(started).toMatchObject({ success: true, state: expect.any(String), provider: "gmail" });
  const { status, location } = await person.browser.visit(await giveConsent(new URL(started.authorization_url)));
  expect(status).toBe(302);
  expect(location?.searchParams.has("error")).toBe(false);
  expect(await person.get(`${base}/list`)).toMatchObject({
    success: true,
    integrations: [
      {
        id: expect.any(String),
        provider: "gmail",
        status: "connected",
        connected_at: expect.stringMatching(/^\d{4}-/),
        is_expired: false,
      },
    ],
  });
});

test("a connection's status is read by its id, by its owner only", async () => {
  const id = await findId(person, "gmail");
  expect(await person.get(`${base}/${id}/status`)).toMatchObject({ success: true });
  const other = await createAssistantPerson();
  const calls = [
    other.get(`${base}/${id}/status`),
    other.post(`${base}/sync/gmail?integration_id=${id}`),
    other.delete(`${base}/${id}`),
  ];
  const statuses = (await Promise.all(calls.map(readFailure))).map((shown) => shown?.status);
  expect(statuses).toEqual([404, 404, 404]);
  expect(await findId(person, "gmail")).toBe(id);
});

test("sync is queued", async () => {
  await connectAll(person, "slack");
  expect(await person.post(`${base}/sync/slack?integration_id=${await findId(person, "slack")}`)).toMatchObject({
    success: true,
    message: expect.any(String),
    sync_status: "queued",
  });
});

test("delete takes the connection away and revokes it at the provider", async () => {
  await sandbox("google").forgetRequests();
  expect(await person.delete(`${base}/${await findId(person, "gmail")}?revoke_token=true`)).toMatchObject({
    success: true,
  });
  expect(await person.get(`${base}/list`)).toMatchObject({ integrations: [{ provider: "slack" }] });
  await expect.poll(async () => (await sandbox("google").grants()).every(({ revoked }) => revoked)).toBe(true);
});

test("connect of a provider that there is not is 400 in the old gateway's words", async () => {
  const answer = await person.browser.post(`${base}/connect`, { provider: "notion" });
  expect(answer).toMatchObject({ status: 400, json: { success: false, error: expect.any(String) } });
});
