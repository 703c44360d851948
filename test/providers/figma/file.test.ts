// A file's comments, versions, pictures and components, against the sandbox.
import "../../http/lambda-environment.ts";
import { beforeEach, expect, test } from "vitest";
import { Problem } from "../../../lib/errors.ts";
import { findProviderError } from "../../../lib/http/provider-error.ts";
import { listComments } from "../../../lib/providers/figma/api/comments.ts";
import { readFile } from "../../../lib/providers/figma/api/file.ts";
import { nodeIds } from "../../../lib/providers/figma/api/file-path.ts";
import { imageQuery, renderImages } from "../../../lib/providers/figma/api/images.ts";
import { postComment } from "../../../lib/providers/figma/api/post-comment.ts";
import { listVersions } from "../../../lib/providers/figma/api/versions.ts";
import { figma } from "../../../lib/providers/figma/definition.ts";
import { redirectUri, useProvider } from "../../infra/local/sandbox/provider.ts";
import { withOrigin } from "../support/with-origin.ts";

const sandbox = useProvider("figma");
const key = "FigHome000000000000001";

let token = "";
beforeEach(async () => {
  const back = await sandbox.consent("/oauth", { scope: figma.scopes.join(" ") });
  const form = {
    grant_type: "authorization_code",
    redirect_uri: redirectUri,
    code: back.searchParams.get("code") ?? "",
  };
  const authorization = `Basic ${Buffer.from("sandbox-figma-client:sandbox-figma-secret").toString("base64")}`;
  const { body } = await sandbox.form("/v1/oauth/token", form, { authorization });
  token = String(body.access_token);
});

const request = () => ({ provider: withOrigin(figma, new URL(sandbox.url("/")).origin), token, fetch });
const script = (path: string, body: unknown, more = {}) => sandbox.script({ path, body, ...more });

test("a comment at a node stands there, and a reply names its comment", async () => {
  const first = await postComment(request(), key, { message: "Look", node_id: "1:10" });
  expect(first).toEqual({
    id: expect.stringMatching(/^\d+$/),
    message: "Look",
    user: { handle: "Ada", img_url: expect.any(String) },
    created_at: expect.any(String),
    client_meta: { node_id: "1:10", node_offset: { x: 0, y: 0 } },
  });
  const reply = await postComment(request(), key, { message: "Yes", node_id: "1:10", parent_id: first.id });
  expect(reply).toMatchObject({ client_meta: null, parent_id: first.id });
  expect((await listComments(request(), key)).comments).toEqual([first, reply]);
});

test("a reply to a reply, or to nothing, is the caller's error", async () => {
  const { id: parent_id } = await postComment(request(), key, { message: "Look" });
  const reply = await postComment(request(), key, { message: "Yes", parent_id });
  for (const wrong of [reply.id, "42"]) {
    const error = await postComment(request(), key, { message: "No", parent_id: wrong }).catch((thrown) => thrown);
    expect(error).toBeInstanceOf(Problem);
    expect(error).toMatchObject({ code: "invalid_request", members: { field: "parent_id" } });
  }
  expect((await listComments(request(), key)).comments).toHaveLength(2);
});

test("other errors of a reply are passed on unchanged", async () => {
  const { id: parent_id } = await postComment(request(), key, { message: "Look" });
  await script(`/v1/files/${key}/comments`, { status: 400, err: "Oops" }, { method: "POST", status: 400 });
  const error = await postComment(request(), key, { message: "Yes", parent_id }).catch((thrown: unknown) => thrown);
  expect(findProviderError(error)).toMatchObject({ kind: "permanent" });
});

test.each([
  [
    { x: 3, y: 4 },
    { node_id: null, node_offset: { x: 3, y: 4 } },
  ],
  [
    { x: 3, y: 4, region_height: 5, region_width: 6, comment_pin_corner: "top-left" },
    { node_id: null, node_offset: { x: 3, y: 4 } },
  ],
  [
    { node_id: "1:2", node_offset: { x: 1, y: 2 }, region_height: 5 },
    { node_id: "1:2", node_offset: { x: 1, y: 2 } },
  ],
  [null, null],
])("a comment at %j is told as at %j", async (client_meta, shown) => {
  const one = { id: 7, message: "m", user: { handle: "h", img_url: "u" }, created_at: "t", client_meta };
  await script(`/v1/files/${key}/comments`, { comments: [one] });
  expect((await listComments(request(), key)).comments[0]?.client_meta).toEqual(shown);
});

test("versions are read to the last page, each once", async () => {
  const ids: string[] = [];
  let pageToken: string | undefined;
  do {
    const page = await listVersions(request(), key, { limit: 30, pageToken });
    ids.push(...page.versions.map(({ id }) => id));
    pageToken = page.nextPageToken;
  } while (pageToken !== undefined);
  expect([ids.length, new Set(ids).size]).toEqual([65, 65]);
});

test("only the version is read from the next page's URL", async () => {
  const next_page = "https://evil.example/v1/files/other/versions?before=123&page_size=1";
  await script(`/v1/files/${key}/versions`, { versions: [], pagination: { next_page } });
  expect(await listVersions(request(), key, { limit: 30 })).toEqual({ versions: [], nextPageToken: "123" });
});

test.each(["https://api.figma.com/versions", "https://api.figma.com/versions?before=../me", "%"])(
  "a next page of %s is an answer nobody expects",
  async (next_page) => {
    await script(`/v1/files/${key}/versions`, { versions: [], pagination: { next_page } });
    const error = await listVersions(request(), key, { limit: 30 }).catch((thrown: unknown) => thrown);
    expect(findProviderError(error)).toMatchObject({ kind: "permanent", code: "answer_unexpected" });
  },
);

test("node ids are optional for a file, and required for images", () => {
  expect(nodeIds.safeParse("").success).toBe(true);
  expect(imageQuery.safeParse({ ids: "" }).error?.issues[0]?.path).toEqual(["ids"]);
});

const images = (ids: string) => renderImages(request(), key, { ids, format: "svg", scale: 2 });

test("a node has a picture that is there, and null where it cannot be rendered", async () => {
  const found = await images("1:10,9:9");
  expect(found.images).toEqual({ "1:10": expect.any(String), "9:9": null });
  const picture = await fetch(found.images["1:10"] ?? "");
  expect([picture.status, picture.headers.get("content-type")]).toEqual([200, "image/svg+xml"]);
});

test("an image URL that is not http or https becomes null", async () => {
  const found = { "1:1": "javascript:alert(1)", "1:2": "https://figma.example/a.png" };
  await script(`/v1/images/${key}`, { err: null, images: found });
  expect((await images("1:1,1:2")).images).toEqual({ ...found, "1:1": null });
});

test("an error in a successful answer counts as an error", async () => {
  await script(`/v1/images/${key}`, { err: "Something broke", images: {} });
  expect(findProviderError(await images("1:1").catch((error: unknown) => error))).toMatchObject({ kind: "permanent" });
});

test("more than Figma renders in time is too large", async () => {
  const err = "Render timeout, try requesting fewer or smaller images";
  await script(`/v1/images/${key}`, { status: 400, err }, { status: 400 });
  await expect(images("1:1")).rejects.toMatchObject({ code: "payload_too_large" });
});

test("a file that is nested deeper than any stack is too large, and says how to ask for less", async () => {
  const children = `{"id":"1","children":[`;
  const document = `${children.repeat(100_000)}${"]}".repeat(100_000)}`;
  const answer = `{"name":"Deep","lastModified":"2026-01-01T00:00:00Z","version":"1","document":${document}}`;
  const deep = { ...request(), fetch: async () => new Response(answer) };
  const error = await readFile(deep, key, { depth: 2 }).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(Problem);
  expect(error).toMatchObject({ code: "payload_too_large", message: expect.stringContaining("depth") });
});
