import { beforeEach, describe, expect, test } from "vitest";
import { z } from "zod";
import { connectAccount, problemAnswer } from "../../integrations/support/connections.ts";
import { getSandbox } from "../../integrations/support/facts.ts";
import { resetWorld } from "../../integrations/support/reset.ts";
import { listRows, waitUntilNothingHeld } from "../../integrations/support/tables.ts";
import { createUser, type TestUser } from "../../integrations/support/test-user.ts";
import { listShownSubscriptions, readSubscriptionRows } from "../../subscriptions/support/world.ts";

beforeEach(resetWorld);

const path = "/api/integrations/github/repositories/octo/hello-world/link";
const hooksPath = "/repos/octo/hello-world/hooks";

async function connectOcto(): Promise<TestUser> {
  const user = await createUser();
  await connectAccount(user, "github", { account: "octo" });
  return user;
}

const listRequests = async (method: string) =>
  (await getSandbox("github").requests(hooksPath)).filter((request) => request.method === method);
const listRoutes = async (user: TestUser) =>
  (await listRows("connections", "route#github#")).filter((row) => row.user === user.sub);

const linked = z.object({
  message: z.string(),
  project: z.object({ id: z.union([z.string(), z.number()]), repository: z.string() }).nullable(),
  link: z.object({
    id: z.string(),
    repository: z.string(),
    events: z.array(z.string()),
    hookId: z.string(),
    status: z.string(),
  }),
});

test("creates a repository's hook with a secret of its own", async () => {
  const user = await connectOcto();
  const answer = await user.post(path, { events: ["issues", "push"] });
  expect(answer.status).toBe(201);
  const { link } = linked.parse(answer.json);
  expect(link).toMatchObject({ repository: "octo/hello-world", events: ["issues", "push"], status: "active" });
  const [created] = await listRequests("POST");
  const { config, events } = JSON.parse(created?.body ?? "");
  expect(events).toEqual(["issues", "push"]);
  expect(config).toMatchObject({
    content_type: "json",
    insecure_ssl: "0",
    secret: expect.stringMatching(/^[\w-]{43}$/),
  });
  expect(config.url).toMatch(/\/api\/integrations\/github\/webhook\?link=[\w-]{8}\.[\w-]{22}$/);
  expect(answer.text).not.toContain(config.secret);
});

test("leads the hook's events to the connection", async () => {
  const user = await connectOcto();
  const before = await listRoutes(user);
  await user.post(path);
  const [row] = await readSubscriptionRows(user);
  expect((await listRoutes(user)).length).toBe(before.length + 1);
  expect((await listRoutes(user)).map(({ pk }) => pk)).toContain(`route#github#${row?.name}`);
  expect(await listShownSubscriptions(user)).toMatchObject([
    { kind: "repository", status: "active", target: "octo/hello-world" },
  ]);
});

test("returns the same link again, however the name is spelled", async () => {
  const user = await connectOcto();
  const first = await user.post(path, {});
  const again = await user.post(path.replace("octo/hello", "Octo/Hello"), {});
  expect([first.status, again.status]).toEqual([201, 200]);
  expect(again.json).toEqual(first.json);
  expect(await listRequests("POST")).toHaveLength(1);
});

describe("a project", () => {
  const project = (id: string | number) => ({ id, repository: "octo/hello-world" });

  test("is kept with the link and answered beside it, by number or text", async () => {
    const user = await connectOcto();
    const first = await user.post(path, { projectId: 42 });
    expect(first).toMatchObject({ status: 201, json: { project: project(42) } });
    expect(linked.parse(first.json).message).toBe("octo/hello-world linked successfully");
    expect((await readSubscriptionRows(user)).map(({ projectId }) => projectId)).toEqual([42]);
    const again = await user.post(path, { projectId: "3f0e-ü" });
    expect(again).toMatchObject({ status: 200, json: { project: project("3f0e-ü") } });
    expect(linked.parse(again.json).link).toEqual(linked.parse(first.json).link);
    expect((await readSubscriptionRows(user)).map(({ projectId }) => projectId)).toEqual(["3f0e-ü"]);
    expect(await listRequests("POST")).toHaveLength(1);
  });

  test("stays where none is named, and is null where none ever was", async () => {
    const user = await connectOcto();
    expect((await user.post(path, { projectId: null })).json).toMatchObject({ project: null });
    expect((await user.post(path)).json).toMatchObject({ project: null });
    await user.post(path, { projectId: "p1" });
    for (const body of [{}, { projectId: null }])
      expect((await user.post(path, body)).json).toMatchObject({ project: project("p1") });
  });

  test("goes with the link", async () => {
    const user = await connectOcto();
    await user.post(path, { projectId: "p1" });
    await user.delete(path);
    expect((await user.post(path, {})).json).toMatchObject({ project: null });
  });

  test("of one user is not another's, for the same repository", async () => {
    const [mine, theirs] = [await connectOcto(), await connectOcto()];
    await mine.post(path, { projectId: "mine" });
    expect((await theirs.post(path, { projectId: "theirs" })).json).toMatchObject({ project: project("theirs") });
    expect((await mine.post(path, {})).json).toMatchObject({ project: project("mine") });
  });

  test("is one of those named by requests at once, with one hook", async () => {
    const user = await connectOcto();
    const ids = ["a", "b", "c", "d"];
    const answers = await Promise.all(ids.map((projectId) => user.post(path, { projectId })));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 200, 201]);
    const [row] = await readSubscriptionRows(user);
    expect(ids).toContain(row?.projectId);
    expect(await listRequests("POST")).toHaveLength(1);
  });
});

test("makes one hook for five requests at once", async () => {
  const user = await connectOcto();
  const answers = await Promise.all(Array.from({ length: 5 }, () => user.post(path, {})));
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 200, 200, 201]);
  expect(await listRequests("POST")).toHaveLength(1);
  expect(await readSubscriptionRows(user)).toHaveLength(1);
});

test("finds a hook that an earlier attempt created without storing it", async () => {
  const user = await connectOcto();
  await getSandbox("github").script({ path: hooksPath, method: "POST", workFirst: true, status: 502, times: 1 });
  expect((await user.post(path, {})).status).toBe(503);
  const again = await user.post(path, {});
  expect(again).toMatchObject({ status: 200, json: { link: { status: "active" } } });
  expect((await listRequests("POST")).at(-1)?.status).toBe(422);
});

test("removes the hook and all its rows, also when asked twice", async () => {
  const user = await connectOcto();
  const before = await listRoutes(user);
  await user.post(path, {});
  const message = "octo/hello-world unlinked successfully";
  expect(await user.delete(path)).toMatchObject({ status: 200, json: { message } });
  expect(await user.delete(path)).toMatchObject({ status: 200, json: { message } });
  expect((await listRequests("DELETE")).map(({ status }) => status)).toEqual([204]);
  expect([await readSubscriptionRows(user), await listRoutes(user)]).toEqual([[], before]);
});

test("keeps the link while GitHub cannot remove the hook", async () => {
  const user = await connectOcto();
  await user.post(path, {});
  await getSandbox("github").script({ path: `${hooksPath}/*`, method: "DELETE", status: 503, times: 1 });
  expect(await user.delete(path)).toMatchObject(problemAnswer(503, "provider_unavailable"));
  expect(await readSubscriptionRows(user)).toHaveLength(1);
  expect((await user.delete(path)).status).toBe(200);
});

test("removes the hooks with the connection", async () => {
  const user = await connectOcto();
  await user.post(path, {});
  await user.delete("/api/integrations/github");
  expect([await readSubscriptionRows(user), await listRoutes(user)]).toEqual([[], []]);
  await waitUntilNothingHeld(user);
  expect((await listRequests("DELETE")).map(({ status }) => status)).toEqual([204]);
});

const oddProjects = ["", "x".repeat(201), "a\nb", -1, 1.5, 2 ** 53, true, ["p1"], { id: "p1" }].map((projectId) => ({
  projectId,
}));

describe("refuses", () => {
  test("a repository that GitHub does not show, and leaves nothing behind", async () => {
    const user = await connectOcto();
    const before = await listRoutes(user);
    const answer = await user.post("/api/integrations/github/repositories/octo/nothing/link", {});
    expect(answer).toMatchObject(problemAnswer(404, "not_found"));
    expect([await readSubscriptionRows(user), await listRoutes(user)]).toEqual([[], before]);
  });

  test("one whose webhooks the user may not administer", async () => {
    const user = await connectOcto();
    await getSandbox("github").script({ path: hooksPath, method: "POST", status: 403, body: { message: "No" } });
    const answer = await user.post(path, {});
    expect(answer).toMatchObject(problemAnswer(403, "insufficient_permissions"));
    expect(answer.json).toMatchObject({ missingScopes: ["admin:repo_hook"] });
  });

  test.each(["octo/..", "octo/a%2Fb", "octo/a b", `octo/${"x".repeat(101)}`, "../hello-world"])(
    "%s as a repository",
    async (name) => {
      const user = await connectOcto();
      const { status } = await user.post(`/api/integrations/github/repositories/${name}/link`, {});
      expect([400, 404]).toContain(status);
      expect(await getSandbox("github").requests("/repos/")).toEqual([]);
    },
  );

  test.each([{ events: [] }, { events: ["No Event"] }, { events: "push" }, { secret: "mine" }, ...oddProjects])(
    "%j as a body",
    async (body) => {
      const user = await connectOcto();
      expect(await user.post(path, body)).toMatchObject(problemAnswer(400, "invalid_request"));
    },
  );

  test("somebody who is not connected", async () => {
    expect(await (await createUser()).post(path, {})).toMatchObject(problemAnswer(404, "not_connected"));
  });
});
