// An EHR's launch over HTTP: what it may name, what begins by it, and who may take it up.
import { beforeEach, expect, test } from "vitest";
import { asService } from "../broker/support/services.ts";
import { listConnections, problemAnswer } from "../integrations/support/connections.ts";
import { resetWorld } from "../integrations/support/reset.ts";
import { createUser } from "../integrations/support/test-user.ts";
import { type Answer, createBrowser } from "../support/api.ts";
import { cloud } from "../support/cloud.ts";
import { giveConsent } from "../support/flow.ts";
import { sandbox } from "../support/sandbox.ts";
import { base, openLaunch } from "./support/ehr.ts";

beforeEach(resetWorld);

const getHandle = ({ location }: Answer): string => new URLSearchParams(location?.hash.slice(1)).get("launch") ?? "";

const visitLaunch = (parameters: Readonly<Record<string, string>>): Promise<Answer> =>
  createBrowser().get(`/api/ehr/launch?${new URLSearchParams(parameters)}`);

test.each(["epic", "cerner"])("a launch from %s begins nothing, and asks nobody", async (id) => {
  const parameters = await openLaunch(id);
  await sandbox(id).forgetRequests();
  const answer = await visitLaunch(parameters);
  expect([answer.status, answer.location?.origin, answer.location?.pathname, answer.location?.search]).toEqual([
    302,
    cloud().origin,
    "/integrations/launch",
    "",
  ]);
  expect(getHandle(answer)).toMatch(/^[\w-]{43}$/);
  expect(answer.headers.get("location")).not.toContain(parameters.launch);
  expect(await sandbox(id).requests()).toEqual([]);
});

const spellings = (iss: string): string[] => [
  iss.toUpperCase(),
  iss.replace("FHIR", "fhir"),
  `${iss}/`,
  `${iss}/Patient`,
  `${iss}?x=1`,
  `${iss}#x`,
  iss.replace("localhost", "LOCALHOST"),
  iss.replace("localhost", "127.0.0.1"),
  iss.replace("localhost", "localhost."),
  iss.replace("http:", "https:"),
  iss.replace(/:\d+\//, ":1/"),
  iss.replace("//", "//user@"),
  iss.replace("/api/", "/x/../api/"),
  ` ${iss}`,
  "https://ehr.example.com/r4",
  "javascript:alert(1)",
];

test("nothing but the exact address of a registered server is taken, and nobody is sent anywhere", async () => {
  for (const iss of spellings(base("epic"))) {
    const answer = await visitLaunch({ iss, launch: "fake-launch" });
    expect(answer, iss).toMatchObject(problemAnswer(400, "invalid_request"));
    expect(answer.location, iss).toBeUndefined();
  }
  for (const query of ["iss=x", "launch=x", "", `iss=${encodeURIComponent(base("epic"))}&launch=`])
    expect((await createBrowser().get(`/api/ehr/launch?${query}`)).status).toBe(400);
});

test("the person takes it up once, and gets the launch's own patient", async () => {
  const user = await createUser();
  const parameters = await openLaunch("epic", { patient: "p-7", encounter: "e-1", intent: "reconcile-medications" });
  const launchHandle = getHandle(await visitLaunch(parameters));
  const begun = await user.post("/api/oauth/authorize", { launchHandle });
  const url = new URL(Object(begun.json).authorizationUrl);
  expect(Object.fromEntries(url.searchParams)).toMatchObject({
    aud: base("epic"),
    launch: parameters.launch,
    scope: "openid fhirUser profile patient/Patient.rs offline_access launch",
    code_challenge_method: "S256",
  });
  const { location } = await user.visit(await giveConsent(url));
  expect(location?.href).toContain("success=true&integration_id=epic");
  const [connection] = await listConnections(user);
  expect(connection).toMatchObject({ provider: "epic", connected: true, missingScopes: [] });
  expect(JSON.stringify(connection)).not.toContain(parameters.launch);
  const other = await createUser();
  for (const person of [user, other])
    expect(await person.post("/api/oauth/authorize", { launchHandle })).toMatchObject(problemAnswer(404, "not_found"));
});

test("whoever comes second is refused, and so is a service", async () => {
  const launchHandle = getHandle(await visitLaunch(await openLaunch("cerner")));
  const service = await asService();
  const asked = await service.post("/api/oauth/authorize", { launchHandle, userId: "somebody" });
  expect(asked).toMatchObject(problemAnswer(403, "forbidden"));
  const [one, two] = [await createUser(), await createUser()];
  const answers = await Promise.all([one, two].map((user) => user.post("/api/oauth/authorize", { launchHandle })));
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 404]);
});

test("a handle that nobody made is refused, and names are still required", async () => {
  const user = await createUser();
  const made = { launchHandle: "a".repeat(43) };
  expect(await user.post("/api/oauth/authorize", made)).toMatchObject(problemAnswer(404, "not_found"));
  expect(await user.post("/api/oauth/authorize", { provider: "epic" })).toMatchObject(
    problemAnswer(400, "invalid_request"),
  );
});

test("the page of an application without one of its own keeps the fragment", async () => {
  const answer = await createBrowser().get("/integrations/launch");
  expect([answer.status, answer.headers.get("location")]).toEqual([302, `${cloud().origin}/settings/integrations`]);
});
