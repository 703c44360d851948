// The flows that change a connection also publish the change.
import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { createAccount, getSandbox } from "../connections/support/account.ts";
import { useAccount } from "../connections/support/calls.ts";
import { resetBeforeEach } from "../connections/support/reset.ts";
import { asUser } from "../support/api.ts";
import { connectInBrowser } from "../support/flow.ts";
import { openPage } from "./support/socket.ts";

resetBeforeEach();

test("an open page is told when an account is connected, is lost, recovers and is disconnected", async () => {
  await getSandbox("github").behave({ rotation: true });
  const person = { sub: `live-${randomUUID()}`, org: "acme" };
  const page = await openPage(person);
  const user = await asUser(person);
  const github = createAccount("github", person, user);

  await connectInBrowser(user, "github");
  await page.waitForMessages(1);
  const { id, accountName } = await github.readStored();
  await github.setRemainingSeconds(-10);
  await getSandbox("github").revokeGrants();
  expect((await useAccount(github)).status).toBe(409);
  await page.waitForMessages(2);
  await connectInBrowser(user, "github");
  await page.waitForMessages(3);
  await user.delete("/api/integrations/github");
  await page.waitForMessages(4);

  const about = { id, provider: "github", accountName };
  const frames = page.messages.map(({ type, seq, data }) => ({ type, seq, data }));
  const type = "connection.changed";
  expect(frames).toEqual([
    { type, seq: 1, data: { ...about, status: "connected", change: "connected" } },
    {
      type,
      seq: 2,
      data: { ...about, status: "expired", change: "reconnect_needed", reason: "bad_refresh_token" },
    },
    { type, seq: 3, data: { ...about, status: "connected", change: "recovered" } },
    { type, seq: 4, data: { ...about, status: "disconnected", change: "disconnected", activity: "removed" } },
  ]);
});
