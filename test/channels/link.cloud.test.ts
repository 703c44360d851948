import { beforeEach, describe, expect, test } from "vitest";
import { z } from "zod";
import { connected, problem } from "../integrations/support/connections.ts";
import { sandboxOf } from "../integrations/support/facts.ts";
import { freshWorld } from "../integrations/support/reset.ts";
import { type Someone, someone } from "../integrations/support/someone.ts";
import { nothingHeldFor, rowsOf } from "../integrations/support/tables.ts";
import { channelRows, channelsOf } from "./support/world.ts";

beforeEach(freshWorld);

const path = "/api/integrations/github/repositories/octo/hello-world/link";
const hooksPath = "/repos/octo/hello-world/hooks";

async function octo(): Promise<Someone> {
  const user = await someone();
  await connected(user, "github", { account: "octo" });
  return user;
}

const asked = async (method: string) =>
  (await sandboxOf("github").requests(hooksPath)).filter((request) => request.method === method);
const routes = async (user: Someone) =>
  (await rowsOf("connections", "route#github#")).filter((row) => row.user === user.sub);

const linked = z.object({
  link: z.object({
    id: z.string(),
    repository: z.string(),
    events: z.array(z.string()),
    hookId: z.string(),
    status: z.string(),
  }),
});

test("creates a repository's hook with a secret of its own", async () => {
  const user = await octo();
  const answer = await user.post(path, { events: ["issues", "push"] });
  expect(answer.status).toBe(201);
  const { link } = linked.parse(answer.json);
  expect(link).toMatchObject({ repository: "octo/hello-world", events: ["issues", "push"], status: "active" });
  const [created] = await asked("POST");
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
  const user = await octo();
  const before = await routes(user);
  await user.post(path);
  const [row] = await channelRows(user);
  expect((await routes(user)).length).toBe(before.length + 1);
  expect((await routes(user)).map(({ pk }) => pk)).toContain(`route#github#${row?.name}`);
  expect(await channelsOf(user)).toMatchObject([{ kind: "repository", status: "active", target: "octo/hello-world" }]);
});

test("answers the same link again, however the name is written", async () => {
  const user = await octo();
  const first = await user.post(path, {});
  const again = await user.post(path.replace("octo/hello", "Octo/Hello"), {});
  expect([first.status, again.status]).toEqual([201, 200]);
  expect(again.json).toEqual(first.json);
  expect(await asked("POST")).toHaveLength(1);
});

test("makes one hook for five requests at once", async () => {
  const user = await octo();
  const answers = await Promise.all(Array.from({ length: 5 }, () => user.post(path, {})));
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 200, 200, 201]);
  expect(await asked("POST")).toHaveLength(1);
  expect(await channelRows(user)).toHaveLength(1);
});

test("finds the hook again that was made by an attempt nobody heard of again", async () => {
  const user = await octo();
  await sandboxOf("github").script({ path: hooksPath, method: "POST", workFirst: true, status: 502, times: 1 });
  expect((await user.post(path, {})).status).toBe(503);
  const again = await user.post(path, {});
  expect(again).toMatchObject({ status: 200, json: { link: { status: "active" } } });
  expect((await asked("POST")).at(-1)?.status).toBe(422);
});

test("removes the hook and everything that belongs to it, and again the same", async () => {
  const user = await octo();
  const before = await routes(user);
  await user.post(path, {});
  const message = "octo/hello-world unlinked successfully";
  expect(await user.delete(path)).toMatchObject({ status: 200, json: { message } });
  expect(await user.delete(path)).toMatchObject({ status: 200, json: { message } });
  expect((await asked("DELETE")).map(({ status }) => status)).toEqual([204]);
  expect([await channelRows(user), await routes(user)]).toEqual([[], before]);
});

test("keeps the link while GitHub cannot remove the hook", async () => {
  const user = await octo();
  await user.post(path, {});
  await sandboxOf("github").script({ path: `${hooksPath}/*`, method: "DELETE", status: 503, times: 1 });
  expect(await user.delete(path)).toMatchObject(problem(503, "provider_unavailable"));
  expect(await channelRows(user)).toHaveLength(1);
  expect((await user.delete(path)).status).toBe(200);
});

test("removes the hooks with the connection", async () => {
  const user = await octo();
  await user.post(path, {});
  await user.delete("/api/integrations/github");
  expect([await channelRows(user), await routes(user)]).toEqual([[], []]);
  await nothingHeldFor(user);
  expect((await asked("DELETE")).map(({ status }) => status)).toEqual([204]);
});

describe("refuses", () => {
  test("a repository that GitHub does not show, and leaves nothing behind", async () => {
    const user = await octo();
    const before = await routes(user);
    const answer = await user.post("/api/integrations/github/repositories/octo/nothing/link", {});
    expect(answer).toMatchObject(problem(404, "not_found"));
    expect([await channelRows(user), await routes(user)]).toEqual([[], before]);
  });

  test("one whose webhooks the user may not administer", async () => {
    const user = await octo();
    await sandboxOf("github").script({ path: hooksPath, method: "POST", status: 403, body: { message: "No" } });
    const answer = await user.post(path, {});
    expect(answer).toMatchObject(problem(403, "insufficient_permissions"));
    expect(answer.json).toMatchObject({ missingScopes: ["admin:repo_hook"] });
  });

  test.each(["octo/..", "octo/a%2Fb", "octo/a b", `octo/${"x".repeat(101)}`, "../hello-world"])(
    "%s as a repository",
    async (name) => {
      const user = await octo();
      const { status } = await user.post(`/api/integrations/github/repositories/${name}/link`, {});
      expect([400, 404]).toContain(status);
      expect(await sandboxOf("github").requests("/repos/")).toEqual([]);
    },
  );

  test.each([{ events: [] }, { events: ["No Event"] }, { events: "push" }, { secret: "mine" }])(
    "%j as a body",
    async (body) => {
      const user = await octo();
      expect(await user.post(path, body)).toMatchObject(problem(400, "invalid_request"));
    },
  );

  test("somebody who is not connected", async () => {
    expect(await (await someone()).post(path, {})).toMatchObject(problem(404, "not_connected"));
  });
});
