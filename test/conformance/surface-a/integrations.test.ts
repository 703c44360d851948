// The cards of Settings → Integrations, from an empty list to the last disconnect.
import { beforeEach, expect, test } from "vitest";
import { sandbox } from "../../support/sandbox.ts";
import { readFailure } from "../support/old-client.ts";
import { connect, createStudioPerson, listIntegrations, type StudioPerson } from "../support/studio.ts";

let person: StudioPerson;
beforeEach(async () => {
  person = await createStudioPerson();
});

test("a person who has connected nothing gets an empty list", async () => {
  expect(await listIntegrations(person)).toEqual([]);
});

test("start answers the address of the provider's consent page", async () => {
  expect(await person.get("/api/integrations/figma/auth")).toMatchObject({
    authorizationUrl: expect.stringContaining("client_id="),
    stateToken: expect.any(String),
    provider: "figma",
  });
});

test("start understands the scope names of before", async () => {
  const scopes = encodeURIComponent("file_read file_comments");
  const { authorizationUrl } = await person.get<{ authorizationUrl: string }>(
    `/api/integrations/figma/auth?scopes=${scopes}`,
  );
  expect(new URL(authorizationUrl).searchParams.get("scope")).toContain("file_content:read");
});

test("a card reads status, connected, the account's name and whose it is", async () => {
  await connect(person, "figma");
  expect(await listIntegrations(person)).toMatchObject([
    {
      provider: "figma",
      connected: true,
      status: "connected",
      isExpired: false,
      userId: person.id,
      accountName: "Ada",
      providerUsername: "ada@example.com",
      connectedAt: expect.stringMatching(/^\d{4}-/),
      scopes: expect.arrayContaining(["file_content:read"]),
    },
  ]);
});

test("Slack's card shows the workspace, and every workspace in its metadata", async () => {
  await connect(person, "slack", { account: "acme" });
  await connect(person, "slack", { account: "globex" });
  const cards = await listIntegrations(person);
  expect(cards).toHaveLength(2);
  for (const card of cards) {
    expect(card).toMatchObject({ teamName: expect.stringMatching(/^(Acme|Globex)$/) });
    const { workspaces } = Object(card).metadata;
    expect(workspaces.map(({ teamName, name = teamName }: Record<string, string>) => name).sort()).toEqual([
      "Acme",
      "Globex",
    ]);
  }
});

test("an account whose grant is gone shows as expired, with a way to connect it again", async () => {
  await connect(person, "slack");
  await sandbox("slack").revokeGrants();
  expect(await readFailure(person.get("/api/integrations/slack/channels"))).toMatchObject({
    status: 409,
    message: expect.stringMatching(/connect/i),
  });
  expect(await listIntegrations(person)).toMatchObject([
    { provider: "slack", connected: false, status: "expired", reconnectUrl: expect.any(String) },
  ]);
});

test("disconnect answers message and provider, the same when repeated, and the card is gone", async () => {
  await connect(person, "figma");
  const answer = { message: "Figma integration disconnected successfully", provider: "figma" };
  expect(await person.delete("/api/integrations/figma")).toMatchObject(answer);
  expect(await person.delete("/api/integrations/figma")).toMatchObject(answer);
  expect((await listIntegrations(person)).filter(({ connected }) => connected)).toEqual([]);
});

test("settings keep what the page saves", async () => {
  const saved = { webhookEnabled: false, autoSync: true };
  await person.put("/api/integrations/figma/settings", saved);
  expect(await person.get("/api/integrations/figma/settings")).toMatchObject(saved);
});

test("what fails is shown as a sentence", async () => {
  const shown = await readFailure(person.get("/api/integrations/figma/files"));
  expect(shown).toMatchObject({ status: 404, message: expect.stringMatching(/^[A-Z].* .*\.$/) });
  expect(shown?.message).not.toBe("Request failed");
});

test("a state that is not known is an invalid state token", async () => {
  const posted = person.post("/api/integrations/github/callback", { code: "c", state: "A".repeat(43) });
  expect(await readFailure(posted)).toMatchObject({ status: 400, message: "Invalid state token" });
});
