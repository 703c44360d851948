// The answers of Figma's endpoints over HTTP. All tests share one account, since none disconnects it.
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Account, connectAccount } from "../../connections/support/account.ts";
import { asUser } from "../../support/api.ts";
import { sandbox } from "../../support/sandbox.ts";
import { connectWithVariables, fileKey, setFigmaPlan } from "./support/account.ts";

const figma = sandbox("figma");
const base = "/api/integrations/figma";
const file = `${base}/files/${fileKey}`;
const comments = `${base}/comments/${fileKey}`;
const text = expect.any(String);

let account: Account;
beforeAll(async () => {
  account = await connectWithVariables();
});
beforeEach(async () => {
  await figma.forgetScripts();
  await setFigmaPlan({ limit: null, enterprise: true, seat: "full" });
  await figma.forgetRequests();
});

const get = (path: string) => account.user.get(path);
const post = (body: unknown, headers: Record<string, string> = {}) => account.user.post(comments, body, headers);

describe("answers exactly", () => {
  test("the pictures of nodes", async () => {
    const { status, json } = await get(`${file}/images?ids=1:10,9:9&format=jpg&scale=0.5`);
    expect([status, json]).toEqual([200, { images: { "1:10": expect.stringMatching(/\.jpg$/), "9:9": null } }]);
    const [asked] = await figma.requests("/v1/images");
    expect(asked?.query).toEqual({ ids: "1:10,9:9", format: "jpg", scale: "0.5" });
  });

  test("the components and sets of a file, kept for an hour", async () => {
    const component = {
      key: text,
      file_key: fileKey,
      node_id: text,
      name: text,
      description: text,
      thumbnail_url: text,
      created_at: text,
      updated_at: text,
      containing_frame: { name: "Desktop", nodeId: "1:10", pageId: "1:1", pageName: "Home page" },
    };
    for (let time = 0; time < 2; time += 1) {
      expect((await get(`${file}/components`)).json).toEqual({ components: [component, component] });
      expect((await get(`${file}/component-sets`)).json).toEqual({ componentSets: [component] });
    }
    expect(await figma.requests("/v1/files")).toHaveLength(2);
  });

  test("the design tokens of a file, kept for an hour", async () => {
    const { json, status } = await get(`${file}/variables`);
    expect(status).toBe(200);
    expect(Object.keys(json as object)).toEqual(["fileKey", "collections", "tokens"]);
    expect(json).toMatchObject({
      fileKey,
      collections: [{ name: "Brand" }, { name: "Theme", modes: [{ name: "Light" }, { id: "5:1", name: "Dark" }] }],
      tokens: {
        Brand: { color: { blue: { $type: "color", $value: { hex: "#0066ff" } } } },
        Theme: {
          background: {
            $value: "{Brand.color.white}",
            $extensions: { "com.figma": { modes: { "5:1": "{Brand.color.night}" } } },
          },
        },
      },
    });
    expect((await get(`${file}/variables`)).json).toEqual(json);
    expect(await figma.requests("/v1/files")).toHaveLength(1);
    await get(`${file}/variables?refresh=true`);
    expect(await figma.requests("/v1/files")).toHaveLength(2);
  });

  test("the versions of a file, page by page to the end", async () => {
    const sizes: number[] = [];
    let pageToken: string | undefined = "";
    while (pageToken !== undefined) {
      const { json } = await get(`${file}/versions?limit=50${pageToken && `&pageToken=${pageToken}`}`);
      const page = json as { versions: object[]; nextPageToken?: string };
      const version = { id: text, created_at: text, label: expect.anything(), description: text, thumbnail_url: null };
      if (pageToken === "")
        expect(page.versions[0]).toEqual({ ...version, user: { id: text, handle: "Ada", img_url: text } });
      sizes.push(page.versions.length);
      pageToken = page.nextPageToken;
    }
    expect(sizes).toEqual([50, 15]);
  });

  test("a comment, its reply, and both in the list", async () => {
    const posted = await post({ message: "Look here", node_id: "1:10" });
    const { accountId, ...comment } = posted.json as { accountId: string; id: string };
    expect([posted.status, accountId]).toEqual([200, (await account.readStored()).accountId]);
    expect(comment).toEqual({
      id: text,
      message: "Look here",
      user: { handle: "Ada", img_url: text },
      created_at: text,
      client_meta: { node_id: "1:10", node_offset: { x: 0, y: 0 } },
    });
    const reply = await post({ message: "Done", parent_id: comment.id });
    expect(reply.json).toMatchObject({ message: "Done", parent_id: comment.id });
    const { json } = await get(comments);
    expect(json).toEqual({
      comments: [comment, expect.objectContaining({ parent_id: comment.id, client_meta: null })],
    });
    const again = await post({ message: "No", parent_id: (reply.json as { id: string }).id });
    expect(again).toMatchObject({ status: 400, json: { code: "invalid_request", field: "parent_id" } });
  });
});

test("a comment under an Idempotency-Key is posted once", async () => {
  const headers = { "idempotency-key": crypto.randomUUID() };
  const first = await post({ message: "Once" }, headers);
  expect((await post({ message: "Once" }, headers)).json).toEqual(first.json);
  const sent = await figma.requests(`/v1/files/${fileKey}/comments`);
  expect(sent.filter(({ method }) => method === "POST")).toHaveLength(1);
});

test("a comment whose answer is lost may have been posted, and is not sent again", async () => {
  await figma.script({ method: "POST", path: `/v1/files/${fileKey}/comments`, workFirst: true, drop: true, times: 3 });
  expect(await post({ message: "Lost" })).toMatchObject({ status: 409, json: { code: "outcome_unknown" } });
  expect(await figma.requests(`/v1/files/${fileKey}/comments`)).toHaveLength(1);
});

const endpoints = {
  files: { path: `${base}/files?teamId=1001&refresh=true`, far: "/v1/teams/*" },
  file: { path: file, far: `/v1/files/${fileKey}` },
  images: { path: `${file}/images?ids=1:1`, far: "/v1/images/*" },
  versions: { path: `${file}/versions`, far: "/v1/files/*" },
  components: { path: `${file}/components?refresh=true`, far: "/v1/files/*" },
  "component-sets": { path: `${file}/component-sets?refresh=true`, far: "/v1/files/*" },
  variables: { path: `${file}/variables?refresh=true`, far: "/v1/files/*" },
  comments: { path: comments, far: "/v1/files/*" },
} as const;

const secret = "text-of-the-provider <script>";

const outcomes = {
  "a 403 of no known text": [{ status: 403, body: { status: 403, err: secret } }, 403, "insufficient_permissions"],
  "a 404": [{ status: 404, body: { status: 404, err: secret } }, 404, "not_found"],
  "a 400": [{ status: 400, body: { status: 400, err: secret } }, 502, "provider_error"],
  "a limit": [{ status: 429, headers: { "retry-after": "400000" }, body: secret }, 429, "rate_limited"],
  "a 500": [{ status: 500, body: secret }, 503, "provider_unavailable"],
  "no JSON": [{ status: 200, body: secret }, 502, "provider_error"],
  "another shape": [{ status: 200, body: [null, secret] }, 502, "provider_error"],
} as const;

describe.each(Object.entries(endpoints))("GET %s", (name, { path, far }) => {
  test.each(Object.entries(outcomes))("after %s answers one of our own refusals", async (_, [answer, status, code]) => {
    await figma.script({ ...answer, path: far, times: 3 } as Parameters<typeof figma.script>[0]);
    const shown = await get(path);
    expect([shown.status, (shown.json as { code: string }).code]).toEqual([status, code]);
    expect(shown.text).not.toContain("text-of-the-provider");
    expect((await account.readStored()).status).toBe("active");
  });

  test("survives an answer of 6 MB", async () => {
    await figma.script({ path: far, body: { repeat: { text: '{"a":"text"}', times: 500_000 } } });
    expect((await get(path)).status).toBe(name === "file" ? 413 : 502);
  });

  test("is 404 for somebody else's account", async () => {
    const stranger = await asUser({ sub: crypto.randomUUID(), org: "acme" });
    const mine = `account=${(await account.readStored()).id}`;
    const answer = await stranger.get(`${path}${path.includes("?") ? "&" : "?"}${mine}`);
    expect(answer).toMatchObject({ status: 404, json: { code: "not_connected" } });
    expect(await figma.requests()).toEqual([]);
  });
});

test.each([
  ["fileKey", `${base}/files/a%20b/images?ids=1:1`],
  ["fileKey", `${base}/files/a;b/versions`],
  ["fileKey", `${base}/files/%C3%A9/components`],
  ["fileKey", `${base}/files/a'b/component-sets`],
  ["fileKey", `${base}/files/a,b/variables`],
  ["fileKey", `${base}/comments/a:b`],
  ["ids", `${file}/images`],
  ["ids", `${file}/images?ids=`],
  ["ids", `${file}/images?ids=1:1%26x=1`],
  ["format", `${file}/images?ids=1:1&format=gif`],
  ["scale", `${file}/images?ids=1:1&scale=0`],
  ["scale", `${file}/images?ids=1:1&scale=4.1`],
  ["limit", `${file}/versions?limit=51`],
  ["pageToken", `${file}/versions?pageToken=https://evil.example`],
  ["refresh", `${file}/variables?refresh=maybe`],
  ["refresh", `${file}/components?refresh=maybe`],
])("names %s as what is wrong with GET %s", async (field, path) => {
  expect(await get(path)).toMatchObject({ status: 400, json: { code: "invalid_request", field } });
  expect(await figma.requests()).toEqual([]);
});

test.each([
  ["message", {}],
  ["message", { message: "" }],
  ["message", { message: "x".repeat(10_001) }],
  ["node_id", { message: "x", node_id: "../1" }],
  ["parent_id", { message: "x", parent_id: "first" }],
])("names %s as what is wrong with a comment", async (field, body) => {
  expect(await post(body)).toMatchObject({ status: 400, json: { code: "invalid_request", field } });
});

describe("variables", () => {
  test.each([401, 403])("refused with %i because of the plan do not end the connection", async (variablesRefusal) => {
    await setFigmaPlan({ enterprise: false, variablesRefusal });
    const answer = await get(`${file}/variables?refresh=true`);
    expect(answer).toMatchObject({ status: 403, json: { code: "insufficient_permissions", missingScopes: [] } });
    expect(answer.json).toMatchObject({ detail: expect.stringContaining("Enterprise") });
    expect(await figma.requests("/v1/oauth")).toEqual([]);
    expect((await account.readStored()).status).toBe("active");
  });

  test("of a connection without the scope say which one, and where to get it", async () => {
    const { user } = await connectAccount("figma");
    expect(await user.get(`${file}/variables`)).toMatchObject({
      status: 403,
      json: {
        code: "insufficient_permissions",
        missingScopes: ["file_variables:read"],
        reconnectUrl: expect.stringContaining("provider=figma"),
      },
    });
  });
});

test("the limit of a View seat is told in our words, for a day at most", async () => {
  await setFigmaPlan({ limit: 0, seat: "view", retryAfter: 400_000, tier: "starter" });
  const answer = await get(file);
  expect([answer.status, answer.headers.get("retry-after")]).toEqual([429, "86400"]);
  expect(answer.json).toMatchObject({ limitType: "low", planTier: "starter", detail: expect.stringContaining("seat") });
});

test("a token that Figma refuses everywhere is renewed once, and then the account must be connected again", async () => {
  const doomed = await connectAccount("figma");
  await figma.forgetRequests();
  await figma.script({ path: "/v1/files/*", status: 403, body: { err: "Nope" }, times: 9 });
  await figma.script({ path: "/v1/me", status: 403, body: { err: "Nope" }, times: 9 });
  expect(await doomed.user.get(file)).toMatchObject({ status: 409, json: { code: "reconnect_required" } });
  expect(await figma.requests("/v1/oauth/refresh")).toHaveLength(1);
  expect(await figma.requests("/v1/files")).toHaveLength(2);
  expect(await figma.requests("/v1/me")).toHaveLength(2);
});
