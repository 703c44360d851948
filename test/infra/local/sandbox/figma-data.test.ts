// The sandbox's Figma besides files: plans, limits, images, libraries.
import { beforeEach, expect, test } from "vitest";
import { redirectUri, useProvider } from "./provider.ts";

const figma = useProvider("figma");
const key = "FigHome000000000000001";
const scope = "current_user:read projects:read library_content:read file_variables:read";

async function connect(): Promise<unknown> {
  const back = await figma.consent("/oauth", { scope });
  const code = back.searchParams.get("code") ?? "";
  const authorization = `Basic ${Buffer.from("sandbox-figma-client:sandbox-figma-secret").toString("base64")}`;
  const form = { grant_type: "authorization_code", redirect_uri: redirectUri, code };
  return (await figma.form("/v1/oauth/token", form, { authorization })).body.access_token;
}

let token: unknown;
beforeEach(async () => {
  token = await connect();
});
const get = (path: string, by = token) => figma.asBearer(path, by);
const plan = (change: object) => figma.control("PUT", "plan", change);

test("has a team of forty projects with 25 files each", async () => {
  const { body } = await get("/v1/teams/1040/projects");
  const projects = body.projects as { id: string }[];
  expect(projects).toHaveLength(40);
  const last = await get(`/v1/projects/${projects.at(-1)?.id}/files`);
  expect(last.body.files).toHaveLength(25);
});

test("serves the thumbnails of files", async () => {
  const { body } = await get("/v1/projects/2001/files");
  const [file] = body.files as { thumbnail_url: string }[];
  const picture = await fetch(file?.thumbnail_url ?? "");
  expect([picture.status, picture.headers.get("content-type")]).toEqual([200, "image/png"]);
  expect(
    Buffer.from(await picture.arrayBuffer())
      .subarray(1, 4)
      .toString(),
  ).toBe("PNG");
});

test.each([
  ["components", "Button"],
  ["component_sets", "Button set"],
])("lists the %s of a file", async (what, name) => {
  const { body } = await get(`/v1/files/${key}/${what}`);
  expect(body).toMatchObject({
    error: false,
    meta: { [what]: [{ name, file_key: key }, ...(what === "components" ? [{}] : [])] },
  });
});

test("returns variables, and refuses them without an Enterprise plan", async () => {
  const path = `/v1/files/${key}/variables/local`;
  expect((await get(path)).body).toMatchObject({ meta: { variables: { "VariableID:5:1": { name: "background" } } } });
  for (const variablesRefusal of [401, 403]) {
    await plan({ enterprise: false, variablesRefusal });
    expect((await get(path)).status).toBe(variablesRefusal);
  }
});

test("rate-limits each token separately, with Figma's headers", async () => {
  const other = await connect();
  await plan({ limit: 2, seat: "view", tier: "starter", retryAfter: 86_400 });
  const statuses = [];
  for (let at = 0; at < 3; at += 1) statuses.push((await get("/v1/me")).status);
  expect(statuses).toEqual([200, 200, 429]);
  const { headers } = await get("/v1/me");
  expect(headers.get("retry-after")).toBe("86400");
  expect(headers.get("x-figma-rate-limit-type")).toBe("low");
  expect(headers.get("x-figma-plan-tier")).toBe("starter");
  expect((await get("/v1/me", other)).status).toBe(200);
});

test("delays answers on command, and counts concurrent requests", async () => {
  await plan({ latencyMs: 500 });
  const from = performance.now();
  await Promise.all([get("/v1/me"), get("/v1/me"), get("/v1/me")]);
  expect(performance.now() - from).toBeGreaterThan(450);
  expect((await figma.control("GET", "load")).body).toEqual({ requests: 3, mostAtOnce: 3 });
});

test("resets plan, limits and load", async () => {
  await plan({ limit: 0 });
  await get("/v1/me");
  await figma.control("POST", "reset");
  expect((await figma.control("GET", "load")).body).toEqual({ requests: 0, mostAtOnce: 0 });
  expect((await figma.control("GET", "plan")).body).toMatchObject({ limit: null, enterprise: true });
});
