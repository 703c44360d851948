// The old front end's GitHub page: the account, its repositories, issues and comments, and the link to a project.
import { beforeAll, expect, test } from "vitest";
import { readFailure } from "../support/old-client.ts";
import { connect, createStudioPerson, listIntegrations, type StudioPerson } from "../support/studio.ts";

const base = "/api/integrations/github";
const repository = `${base}/repositories/octo/hello-world`;

let octo: StudioPerson;
let other: StudioPerson;
beforeAll(async () => {
  [octo, other] = [await createStudioPerson(), await createStudioPerson()];
  await Promise.all([connect(octo, "github", { account: "octo" }), connect(other, "github", { account: "ada" })]);
});

interface Repositories {
  readonly repositories: readonly { full_name: string }[];
}

test("the account is read flat", async () => {
  expect(await octo.get(`${base}/user`)).toMatchObject({
    id: expect.any(Number),
    login: "octo",
    avatar_url: expect.any(String),
  });
});

test("a card of a repository has stars, forks, language and when it changed", async () => {
  const { repositories } = await octo.get<Repositories>(`${base}/repositories?per_page=100&sort=updated`);
  expect(repositories.map(({ full_name }) => full_name)).toContain("octo/hello-world");
  for (const one of repositories)
    expect(one).toMatchObject({
      stargazers_count: expect.any(Number),
      forks_count: expect.any(Number),
      updated_at: expect.any(String),
    });
});

test("per_page and page are honoured, and type too", async () => {
  const list = async (query: string) =>
    (await octo.get<Repositories>(`${base}/repositories?${query}`)).repositories.map(({ full_name }) => full_name);
  const [first, second] = [
    await list("per_page=1&page=1&sort=full_name"),
    await list("per_page=1&page=2&sort=full_name"),
  ];
  expect([first.length, second.length]).toEqual([1, 1]);
  expect(first).not.toEqual(second);
  for (const name of await list("type=owner&per_page=100")) expect(name).toMatch(/^octo\//);
});

test("a repository is read flat", async () => {
  expect(await octo.get(repository)).toMatchObject({
    full_name: "octo/hello-world",
    stargazers_count: expect.any(Number),
  });
});

test("an issue is created, changed, read and commented on, each read flat", async () => {
  const created = await octo.post<{ number: number }>(`${repository}/issues`, {
    title: "Broken link",
    body: "On the home page",
  });
  expect(created).toMatchObject({ title: "Broken link", state: "open", html_url: expect.any(String) });
  const issue = `${repository}/issues/${created.number}`;
  expect(await octo.patch(issue, { title: "Broken links" })).toMatchObject({
    number: created.number,
    title: "Broken links",
  });
  expect(await octo.get(issue)).toMatchObject({ number: created.number, title: "Broken links" });
  expect(await octo.post(`${issue}/comments`, { body: "Found it" })).toMatchObject({
    body: "Found it",
    id: expect.any(Number),
  });
  const { comments } = await octo.get<{ comments: { body: string }[] }>(`${issue}/comments`);
  expect(comments.map(({ body }) => body)).toEqual(["Found it"]);
  const { issues } = await octo.get<{ issues: { number: number }[] }>(`${repository}/issues?state=all&per_page=100`);
  expect(issues.map(({ number }) => number)).toContain(created.number);
});

test("a repository is linked to a project, and the link is taken back", async () => {
  const linked = await octo.post(`${repository}/link`, { projectId: "project-7" });
  expect(linked).toMatchObject({ message: expect.any(String), project: expect.anything(), link: expect.any(Object) });
  expect(JSON.stringify(linked)).toContain("project-7");
  await octo.delete(`${repository}/link`);
});

test("another person's account is not found", async () => {
  const [{ id } = { id: "" }] = await listIntegrations(octo);
  expect(await readFailure(other.get(`${base}/user?account=${id}`))).toMatchObject({ status: 404 });
  expect(await other.get(`${base}/user`)).toMatchObject({ login: "ada" });
});
