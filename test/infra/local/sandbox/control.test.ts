import { expect, test } from "vitest";
import { useProvider } from "./provider.ts";

const github = useProvider("github");

async function connect(): Promise<unknown> {
  const back = await github.consent("/login/oauth/authorize", { scope: "repo" });
  const form = {
    client_id: "sandbox-github-client",
    client_secret: "sandbox-github-secret",
    code: back.searchParams.get("code") ?? "",
  };
  return (await github.form("/login/oauth/access_token", form, { accept: "application/json" })).body.access_token;
}

test("records requests as they were sent", async () => {
  await github.form("/anything?a=1", { b: "2" }, { authorization: "Bearer sent-as-is" });
  expect((await github.control("GET", "requests")).body).toMatchObject([
    {
      method: "POST",
      path: "/anything",
      query: { a: "1" },
      headers: { authorization: "Bearer sent-as-is" },
      body: "b=2",
    },
  ]);
});

test("deletes the recorded requests on command", async () => {
  await github.get("/user");
  await github.control("DELETE", "requests");
  expect((await github.control("GET", "requests")).body).toEqual([]);
});

test("shows the recent requests on its page, escaped", async () => {
  await github.get("/user?q=%3Cscript%3E");
  const { text } = await github.get("/");
  expect(text).toContain("GET /user");
  expect(text).not.toContain("<script>");
});

test("deletes tokens, scripts and behaviour on a reset, and restores the seed", async () => {
  const token = await connect();
  const headers = { authorization: `Bearer ${token}` };
  const deleted = await fetch(github.url("/repos/octo/dotfiles"), { method: "DELETE", headers });
  expect(deleted.status).toBe(204);
  await github.behave({ rotation: true });
  await github.script({ path: "/user", times: 9, status: 500 });
  await github.control("POST", "reset");
  expect((await github.asBearer("/user", token)).status).toBe(401);
  expect((await github.control("GET", "behaviour")).body).toMatchObject({ rotation: false });
  expect((await github.asBearer("/repos/octo/dotfiles", await connect())).status).toBe(200);
});

test("invalidates access and refresh tokens when the grants are revoked", async () => {
  const token = await connect();
  await github.control("POST", "revoke-grants");
  expect((await github.asBearer("/user", token)).status).toBe(401);
});

test("refuses a behaviour it does not know", async () => {
  expect((await github.behave({ rotating: true })).status).toBe(400);
});
