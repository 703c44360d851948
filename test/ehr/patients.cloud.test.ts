// POST /api/ehr/{tenantId}/patients/search: by whom, for whom, and with what the tenant connected.
import { beforeAll, beforeEach, expect, onTestFinished, test } from "vitest";
import { listAudit } from "../broker/support/audit.ts";
import { asService } from "../broker/support/services.ts";
import { problemAnswer } from "../integrations/support/connections.ts";
import { resetWorld } from "../integrations/support/reset.ts";
import { createUser } from "../integrations/support/test-user.ts";
import type { Answer, Browser } from "../support/api.ts";
import { readDeployedEnvironment } from "../support/aws.ts";
import { cloud } from "../support/cloud.ts";
import { httpEvent } from "../support/events.ts";
import { startLambdaProcess } from "../support/lambda-process.ts";
import { sandbox } from "../support/sandbox.ts";
import { base } from "./support/ehr.ts";

beforeEach(resetWorld);

let service: Browser;
beforeAll(async () => {
  service = await asService();
});

const search = (caller: Browser, body: object, tenant = "acme"): Promise<Answer> =>
  caller.post(`/api/ehr/${tenant}/patients/search`, body);

/** Connects the tenant's systems, as its operator's service does once. */
async function connectTenant(provider: "epic" | "cerner"): Promise<void> {
  const integrationId = `${provider}_acme`;
  const wanted = { provider, integrationId, tenantId: "acme", params: { fhirBaseUrl: base(provider) } };
  const { status, text } = await service.post("/api/oauth/client-credentials", wanted);
  if (status !== 200) throw new Error(`The connection answered ${status}: ${text}`);
}

const disconnectTenant = (provider: string) =>
  service.post("/api/oauth/revoke", { userId: "acme", integrationId: `${provider}_acme` });

const listIds = ({ json }: Answer): string[] => Object(json).patients.map(({ id }: { id: string }) => id);

test("nothing is found where nothing is connected", async () => {
  await disconnectTenant("epic");
  await disconnectTenant("cerner");
  expect(await search(service, { phone: "+14695555555" })).toMatchObject(problemAnswer(404, "not_connected"));
});

test.each(["epic", "cerner"] as const)("finds the caller in %s with the tenant's own token", async (provider) => {
  await connectTenant(provider);
  const answer = await search(service, { phone: "+1 469 555 5555" });
  expect(answer).toMatchObject({
    status: 200,
    json: {
      nextPageToken: null,
      patients: [
        {
          id: "p-1",
          name: "Camila López",
          birthDate: "1987-09-12",
          dateOfBirth: "1987-09-12",
          phones: ["469-555-5555"],
          phoneNumber: "469-555-5555",
          email: "camila@example.com",
          identifiers: [{ system: "urn:oid:2.16.840.1.113883.19.5", value: "E0001" }],
        },
      ],
    },
  });
  const [sent] = await sandbox(provider)
    .requests("/")
    .then((all) => all.filter(({ path }) => path.endsWith("/token")));
  expect(new URLSearchParams(sent?.body).get("client_assertion_type")).toContain("jwt-bearer");
  await disconnectTenant(provider);
});

test("finds by family and birth date, page by page, with names that say nothing", async () => {
  await connectTenant("epic");
  const first = await search(service, { family: "smith", limit: 3 });
  const { nextPageToken } = Object(first.json);
  expect(nextPageToken).toMatch(/^[\w-]{43}$/);
  const second = await search(service, { pageToken: nextPageToken });
  const all = [...listIds(first), ...listIds(second)];
  expect([listIds(first).length, new Set(all).size]).toEqual([3, 6]);
  expect(await search(service, { pageToken: "a".repeat(43) })).toMatchObject(problemAnswer(400, "invalid_request"));
  expect(listIds(await search(service, { family: "lin", birthdate: "1973-06-03" }))).toEqual(["p-2"]);
  await disconnectTenant("epic");
});

test("asks for somebody, and says what is wrong without saying it again", async () => {
  const bad = [
    {},
    { phone: "call me" },
    { birthdate: "12.9.1987" },
    { family: "" },
    { phone: "+14695555555", limit: 51 },
  ];
  await connectTenant("epic");
  for (const body of bad) {
    const answer = await search(service, body);
    expect(answer, JSON.stringify(body)).toMatchObject(problemAnswer(400, "invalid_request"));
    expect(answer.text).not.toContain("call me");
  }
  await disconnectTenant("epic");
});

test("another tenant's patients, a user and a service without the right are refused, and nothing is sent", async () => {
  const other = await search(service, { phone: "+14695555555" }, "globex");
  const user = await search(await createUser(), { phone: "+14695555555" });
  const without = await search(await asService("one-provider"), { phone: "+14695555555" });
  expect([other.status, user.status, without.status]).toEqual([403, 403, 403]);
  expect(await sandbox("epic").requests("/interconnect-fhir-oauth/api")).toEqual([]);
});

test("the search by address is off", async () => {
  expect((await service.get("/api/ehr/acme/patients?phone=%2B14695555555")).status).toBe(404);
});

test("where a stage switches it on, it is the same search", async () => {
  await connectTenant("epic");
  const lambda = await startLambdaProcess("ehr/list-patients", await readDeployedEnvironment("ehr-search-patients"));
  onTestFinished(() => lambda.stop());
  const { statusCode, body = "" } = await lambda.invoke(
    httpEvent({
      on: "GET /api/ehr/acme/patients",
      pathParameters: { tenantId: "acme" },
      query: { phone: " 14695555555" },
      claims: { iss: cloud().issuer, sub: "voice-agents", client_id: "voice-agents", scope: "integrations/tokens" },
    }),
  );
  expect([statusCode, JSON.parse(body).patients?.map(({ id }: { id: string }) => id)]).toEqual([200, ["p-1"]]);
  await disconnectTenant("epic");
});

test("the audit says who searched and why, and not for whom", async () => {
  await connectTenant("epic");
  await service.post("/api/ehr/acme/patients/search", { family: "Watanabe" }, { "x-purpose": "incoming call" });
  const audit = await listAudit("t#acme");
  expect(audit.at(-1)).toMatchObject({
    action: "patients_searched",
    actor: "service:voice-agents",
    provider: "epic",
    reason: "incoming call",
  });
  expect(JSON.stringify(audit)).not.toContain("Watanabe");
  await disconnectTenant("epic");
});
