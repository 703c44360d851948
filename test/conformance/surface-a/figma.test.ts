// The old front end's Figma page: stored, file list, file details, comments, disconnect.
import { beforeAll, expect, test } from "vitest";
import { readFailure } from "../support/old-client.ts";
import { connect, createStudioPerson, listIntegrations, type StudioPerson } from "../support/studio.ts";

const base = "/api/integrations/figma";
const [ours, theirs] = ["FigHome000000000000001", "FigShop000000000000004"];

let ada: StudioPerson;
let ben: StudioPerson;
beforeAll(async () => {
  [ada, ben] = [await createStudioPerson(), await createStudioPerson()];
  await Promise.all([connect(ada, "figma", { account: "ada" }), connect(ben, "figma", { account: "ben" })]);
});

interface Files {
  readonly files: readonly { key: string; name: string; last_modified: string }[];
}

test("the connection is stored", async () => {
  expect(await listIntegrations(ada)).toMatchObject([{ provider: "figma", status: "connected" }]);
});

test("the file list without a team is empty, and says what is missing", async () => {
  expect(await ada.get(`${base}/files`)).toMatchObject({
    teamId: null,
    projects: [],
    files: [],
    hint: expect.any(String),
  });
});

test("the file list of a team is flat, and by project too", async () => {
  const { files, ...rest } = await ada.get<Files>(`${base}/files?teamId=1001`);
  expect(files.map(({ name }) => name).sort()).toEqual(["Home page", "Onboarding", "Pricing"]);
  for (const file of files) {
    expect(file).toMatchObject({ key: expect.any(String), last_modified: expect.any(String) });
    expect(file).toHaveProperty("thumbnail_url");
    expect(file).toHaveProperty("project");
  }
  expect(rest).toMatchObject({ teamId: "1001", user: { handle: "Ada", email: "ada@example.com" } });
});

test("the team of the settings is the one of a list that names none", async () => {
  await ada.put(`${base}/settings`, { teamId: "1001" });
  const { files } = await ada.get<Files>(`${base}/files`);
  expect(files).toHaveLength(3);
});

test("file details have name, version, pages and when it changed", async () => {
  expect(await ada.get(`${base}/files/${ours}`)).toMatchObject({
    name: "Home page",
    lastModified: expect.any(String),
    version: expect.any(String),
    document: { children: expect.any(Array) },
  });
});

test("comments are read and written", async () => {
  const posted = await ada.post<{ id: string }>(`${base}/comments/${ours}`, { message: "Looks good" });
  const { comments } = await ada.get<{ comments: object[] }>(`${base}/comments/${ours}`);
  expect(comments).toContainEqual(
    expect.objectContaining({ id: posted.id, message: "Looks good", user: expect.objectContaining({ handle: "Ada" }) }),
  );
});

test("another person's file is not read, even right after that person has read it", async () => {
  expect(await ben.get(`${base}/files/${theirs}`)).toMatchObject({ name: "Checkout" });
  const shown = await readFailure(ada.get(`${base}/files/${theirs}`));
  expect([403, 404]).toContain(shown?.status);
  expect(shown?.message).not.toContain("Checkout");
});

test("another person's team and account are not read", async () => {
  const shown = await readFailure(ada.get(`${base}/files?teamId=1002`));
  expect([403, 404]).toContain(shown?.status);
  const [{ id } = { id: "" }] = await listIntegrations(ben);
  for (const path of [
    `files?teamId=1001&account=${id}`,
    `files/${theirs}?account=${id}`,
    `comments/${ours}?account=${id}`,
  ])
    expect(await readFailure(ada.get(`${base}/${path}`))).toMatchObject({ status: 404 });
});

test("disconnecting takes the files away", async () => {
  await ada.delete(base);
  expect(await readFailure(ada.get(`${base}/files/${ours}`))).toMatchObject({ status: 404 });
  expect(await ben.get(`${base}/files/${theirs}`)).toMatchObject({ name: "Checkout" });
});
