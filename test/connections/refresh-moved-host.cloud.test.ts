// A refresh may tell that the account has moved to another host, which is checked like the first.
import { expect, test } from "vitest";
import { sendControl } from "../support/control.ts";
import { connectAccount, getSandbox } from "./support/account.ts";
import { resetBeforeEach } from "./support/reset.ts";

resetBeforeEach();

const moveTo = (host: string) => sendControl(`${getSandbox("salesforce").url()}/_sandbox/instance`, "POST", { host });

test("an organization that has moved is followed", async () => {
  const account = await connectAccount("salesforce");
  expect((await account.readStored()).profile).toMatchObject({ instanceHost: "acme.my.salesforce.com" });
  await moveTo("acme2.my.salesforce.com");
  expect((await account.user.post("/api/integrations/salesforce/refresh")).status).toBe(200);
  expect((await account.readStored()).profile).toMatchObject({ instanceHost: "acme2.my.salesforce.com" });
});

test.each([
  "acme.my.salesforce.com.evil.example",
  "user@acme.my.salesforce.com",
  "169.254.169.254",
  "acme.lightning.force.com",
])("a host that only looks like one of its own is not: %s", async (host) => {
  const account = await connectAccount("salesforce");
  const before = await account.readStored();
  await moveTo(host);
  expect((await account.user.post("/api/integrations/salesforce/refresh")).status).toBe(502);
  const after = await account.readStored();
  expect([after.profile, after.status]).toEqual([before.profile, "active"]);
  expect(await getSandbox("salesforce").requests(`/${host}`)).toEqual([]);
});

test("an account at such a host is not connected at all", async () => {
  await moveTo("acme.my.salesforce.com.evil.example");
  await expect(connectAccount("salesforce")).rejects.toThrow();
  expect(await getSandbox("salesforce").requests("/acme.my.salesforce.com.evil.example")).toEqual([]);
});
