import { beforeEach, expect, test } from "vitest";
import { cloud } from "../support/cloud.ts";
import { sandbox } from "../support/sandbox.ts";
import { connectAccount } from "./support/connections.ts";
import { facts } from "./support/facts.ts";
import { resetWorld } from "./support/reset.ts";
import { createUser, type TestUser } from "./support/test-user.ts";

beforeEach(resetWorld);

const catalogue = async (user: TestUser) =>
  (await user.get("/api/integrations/available")).json as readonly Record<string, unknown>[];

test("offers every provider by its display name", async () => {
  const offered = await catalogue(await createUser());
  const names = offered.map(({ id, name }) => [id, name]);
  expect(names).toEqual(Object.entries(facts).map(([id, { displayName }]) => [id, displayName]));
});

test("describes a provider in the fields of the contract and no other", async () => {
  const [figma] = await catalogue(await createUser());
  expect(figma).toEqual({
    id: "figma",
    name: "Figma",
    description: expect.stringMatching(/\w/),
    category: "design",
    scopes: expect.arrayContaining(["file_content:read"]),
    params: [],
    configured: true,
    connected: false,
    liveUrl: cloud().liveUrl,
  });
});

test("says which providers the user has connected", async () => {
  const [user, other] = [await createUser(), await createUser()];
  await connectAccount(user, "github");
  const namesFor = async (of: TestUser) => (await catalogue(of)).filter((one) => one.connected).map(({ id }) => id);
  expect(await namesFor(user)).toEqual(["github"]);
  expect(await namesFor(other)).toEqual([]);
});

test("shows a provider that must be reconnected as not connected", async () => {
  const user = await createUser();
  await connectAccount(user, "figma");
  await sandbox("figma").revokeGrants();
  await user.post("/api/integrations/figma/refresh");
  expect(await catalogue(user)).toContainEqual(expect.objectContaining({ id: "figma", connected: false }));
});
