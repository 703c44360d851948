// Connecting from the assistant's old front end: start, callback, status, connections, disconnect.
import { expect, test } from "vitest";
import { createBrowser } from "../../support/api.ts";
import { giveConsent } from "../../support/flow.ts";
import { connect, connectAll, createAssistantPerson } from "../support/assistant.ts";
import { readFailure } from "../support/old-client.ts";

const base = "/api/v1/oauth";

test.each(["slack", "gmail", "calendar"] as const)("%s is connected, shown and disconnected", async (service) => {
  const person = await createAssistantPerson();
  const status = (connected: boolean) => ({ success: true, data: { service, connected }, service, connected });
  expect(await person.get(`${base}/${service}/status`)).toMatchObject(status(false));

  const started = await person.get<{ authUrl: string; state: string }>(`${base}/${service}/start`);
  const { authUrl, state } = started;
  expect(started).toMatchObject({ success: true, data: { authUrl, state } });

  const { status: code, location } = await person.browser.visit(await giveConsent(new URL(authUrl)));
  expect([code, location?.pathname, location?.search]).toEqual([302, "/oauth/success", `?service=${service}`]);
  expect(await person.get(`${base}/${service}/status`)).toMatchObject(status(true));

  const connections = [expect.objectContaining({ service, isExpired: false })];
  expect(await person.get(`${base}/connections`)).toMatchObject({ success: true, data: { connections }, connections });

  const message = `${service} disconnected successfully`;
  expect(await person.delete(`${base}/${service}/disconnect`)).toMatchObject({ success: true, message });
  expect(await person.get(`${base}/${service}/status`)).toMatchObject(status(false));
});

test("a denial leads to the old error page", async () => {
  const { location } = await connect(await createAssistantPerson(), "slack", { deny: true });
  expect(location?.pathname).toBe("/oauth/error");
  expect(Object.fromEntries(location?.searchParams ?? [])).toEqual({ service: "slack", error: "access_denied" });
});

test("a flow without the browser's cookie is confirmed by the page, and by nobody else", async () => {
  const [person, other] = [await createAssistantPerson(), await createAssistantPerson()];
  const { authUrl } = await person.get<{ authUrl: string }>(`${base}/slack/start`);
  const { location } = await createBrowser().visit(await giveConsent(new URL(authUrl)));
  expect(location?.searchParams.get("error")).toBe("confirm_required");
  const handle = location?.hash.replace("#handle=", "");
  expect(await person.post("/api/integrations/slack/confirm", { handle })).toMatchObject({ provider: "slack" });
  expect(await other.get(`${base}/slack/status`)).toMatchObject({ connected: false });
});

test.each(["start", "status"])("%s of a service that there is not is 400 in the old gateway's words", async (call) => {
  const answer = await (await createAssistantPerson()).browser.get(`${base}/notion/${call}`);
  expect(answer).toMatchObject({ status: 400, json: { success: false, error: "Invalid service" } });
});

test("disconnecting one service leaves the others", async () => {
  const person = await createAssistantPerson();
  await connectAll(person, "slack", "gmail");
  await person.delete(`${base}/slack/disconnect`);
  expect(await person.get(`${base}/connections`)).toMatchObject({ connections: [{ service: "gmail" }] });
  expect(await readFailure(person.get("/api/v2/slack/channels"))).toMatchObject({
    status: 404,
    message: expect.stringMatching(/ .*\.$/),
  });
});
