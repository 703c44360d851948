import { expect, test } from "vitest";
import { useTestPage } from "./test-page.ts";

const handle = "h".repeat(21) + "_-".repeat(11);

const demo = await useTestPage();
const real = await useTestPage({ demo: false });

const readStorage = "JSON.stringify(Object.entries(sessionStorage))";

test("signs the demo user in and shows the user's name", async () => {
  const page = await demo.open();
  await page.getByRole("button", { name: "Ada Acme" }).waitFor();
  expect(page.url()).toBe(demo.preview.page);
  expect(demo.browserErrors).toEqual([]);
});

test("sends the state, a nonce, a S256 challenge and the configured parameters to the issuer", async () => {
  const page = await demo.open();
  await page.getByRole("button", { name: "Ada Acme" }).waitFor();
  const authorize = new URL(demo.sentRequests.find(({ url }) => new URL(url).pathname === "/auth")?.url ?? "");
  expect(Object.fromEntries(authorize.searchParams)).toMatchObject({
    response_type: "code",
    redirect_uri: demo.preview.page,
    state: expect.stringMatching(/^[\w-]{43}$/),
    nonce: expect.stringMatching(/^[\w-]{43}$/),
    code_challenge: expect.stringMatching(/^[\w-]{43}$/),
    code_challenge_method: "S256",
    resource: "urn:patchbay:api",
    login_hint: "ada",
  });
});

test("says that nobody can sign in here where no issuer has a page for it", async () => {
  const page = await real.open("", {}, async (context) => {
    await context.route(/integrations$/, async (route) => {
      const response = await route.fetch();
      const body = (await response.text()).replace(/"issuer":"[^"]*"/, '"issuer":""');
      await route.fulfill({ response, body });
    });
  });
  await page.getByRole("heading", { name: "Nobody can sign in here" }).waitFor();
  expect(await page.getByRole("button", { name: "Sign in" }).count()).toBe(0);
});

test("never puts a token into an address", async () => {
  const page = await demo.open();
  await page.getByRole("button", { name: "Connect Slack" }).click();
  await page.getByText("Slack is connected").waitFor();
  const [token = ""] = demo.preview.api.requests.map(({ authorization }) => authorization.slice("Bearer ".length));
  expect(token.length).toBeGreaterThan(100);
  expect(demo.sentRequests.filter(({ url }) => url.includes("eyJ") || url.includes(token))).toEqual([]);
});

test("switches to another demo user", async () => {
  const page = await demo.open();
  await page.getByRole("button", { name: "Ada Acme" }).click();
  await page.getByRole("button", { name: "Ben" }).click();
  await page.getByRole("button", { name: "Ben Acme" }).waitFor();
});

test("stays signed out after signing out", async () => {
  const page = await demo.open();
  await page.getByRole("button", { name: "Ada Acme" }).click();
  await page.getByRole("button", { name: "Sign out" }).click();
  await page.getByText("You are signed out.").waitFor();
  await page.reload();
  await page.getByRole("button", { name: "Sign in as Ada" }).waitFor();
});

test("asks to sign in again when the API no longer accepts the token", async () => {
  demo.preview.api.replies.set("GET /api/integrations", { status: 401, body: { message: "Unauthorized" } });
  const page = await demo.open();
  await page.getByText("Your session has ended.").waitFor();
});

test("refuses an answer with a foreign state and redeems no code", async () => {
  const page = await real.open("?code=stolen&state=forged");
  await page.getByText("did not start in this tab").waitFor();
  expect(real.sentRequests.filter(({ url }) => url.endsWith("/token"))).toEqual([]);
  expect(page.url()).toBe(real.preview.page);
});

test("says why the issuer refused without repeating its words", async () => {
  const page = await real.open();
  await page.evaluate(
    `sessionStorage.setItem("patchbay.sign-in", '{"state":"s1","nonce":"n","verifier":"v","after":{"kind":"plain"}}')`,
  );
  await page.goto(`${real.preview.page}?error=<b>evil</b>&state=s1`);
  await page.getByText("You were not signed in (unknown error).").waitFor();
});

test("takes the handle out of the address, posts it once and forgets it", async () => {
  const page = await demo.open(`?provider=slack&status=confirm#handle=${handle}`);
  await page.getByText("Slack is connected").waitFor();
  const confirms = demo.preview.api.requests.filter(({ path }) => path === "/api/integrations/slack/confirm");
  expect(confirms.map(({ body }) => body)).toEqual([{ handle }]);
  expect(page.url()).toBe(demo.preview.page);
  expect(demo.sentRequests.filter(({ url }) => url.includes(handle)).map(({ url }) => new URL(url).search)).toEqual([]);
  expect(await page.evaluate(readStorage)).not.toContain(handle);
});

test("keeps the handle through a sign-in that the user starts", async () => {
  const page = await real.open(`?provider=slack&status=confirm#handle=${handle}`);
  await page.getByText("One step is left").waitFor();
  expect(await page.evaluate(readStorage)).not.toContain(handle);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("button", { name: /Ada Acme/ }).click();
  await page.getByText("Slack is connected").waitFor();
  expect(real.preview.api.requests.filter(({ method }) => method === "POST").map(({ body }) => body)).toEqual([
    { handle },
  ]);
});

test("shows a refused confirmation as an outcome", async () => {
  const body = { title: "Not allowed", detail: "This connection was started by somebody else.", code: "forbidden" };
  demo.preview.api.replies.set("POST /api/integrations/slack/confirm", { status: 403, body });
  const page = await demo.open(`?provider=slack&status=confirm#handle=${handle}`);
  await page.getByText("This connection was started by somebody else.").waitFor();
});
