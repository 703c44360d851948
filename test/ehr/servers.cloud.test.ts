// POST /api/ehr/servers, and flows at servers that are not registered.
import { randomUUID } from "node:crypto";
import { beforeEach, expect, test } from "vitest";
import { listAudit } from "../broker/support/audit.ts";
import { problemAnswer } from "../integrations/support/connections.ts";
import { resetWorld } from "../integrations/support/reset.ts";
import { createUser } from "../integrations/support/test-user.ts";
import { asUser } from "../support/api.ts";
import { sandbox } from "../support/sandbox.ts";
import { base } from "./support/ehr.ts";

beforeEach(resetWorld);

const admin = (org: string) => asUser({ sub: `admin-${randomUUID()}`, org, role: "admin" });
const stageAdmin = () => asUser({ sub: "operator", org: "operators", role: "stage-admin" });
const foreign = "https://ehr.example.com/r4";

test("a tenant's administrator names a server that the stage binds to the tenant", async () => {
  const user = await admin("acme");
  const server = { provider: "epic", fhirBaseUrl: base("epic") };
  const answer = await user.post("/api/ehr/servers", server);
  expect(answer).toMatchObject({ status: 200, json: { ...server, tenantId: "acme", status: "registered" } });
});

test("another server is refused before anything is sent, and the audit says so", async () => {
  const org = `hospital-${randomUUID()}`;
  const user = await admin(org);
  const refused = await user.post("/api/ehr/servers", { provider: "epic", fhirBaseUrl: foreign });
  expect(refused).toMatchObject(problemAnswer(403, "forbidden"));
  expect(await listAudit(`c#${org}`)).toMatchObject([
    { action: "service_refused", reason: "foreign_host", host: foreign },
  ]);
});

test("nobody registers for another's tenant, and no member registers anything", async () => {
  const server = { provider: "epic", fhirBaseUrl: base("epic") };
  const other = await (await admin("acme")).post("/api/ehr/servers", { ...server, tenantId: "globex" });
  const member = await (await createUser()).post("/api/ehr/servers", server);
  expect([other.status, member.status]).toEqual([403, 403]);
});

test.each([
  "https://10.0.0.1/r4",
  "https://169.254.169.254/r4",
  "https://[::1]/r4",
  "https://[::ffff:10.0.0.1]/r4",
  "https://[64:ff9b::a00:1]/r4",
  "https://intranet/r4",
  "https://ehr.example.com:8443/r4",
  "https://ehr.example.com/r4/",
  "https://EHR.example.com/r4",
  "https://user@ehr.example.com/r4",
  "http://ehr.example.com/r4",
])("the stage's administrator cannot register %s", async (fhirBaseUrl) => {
  const answer = await (await stageAdmin()).post("/api/ehr/servers", {
    provider: "epic",
    fhirBaseUrl,
    tenantId: "acme",
  });
  expect(answer).toMatchObject(problemAnswer(400, "invalid_request"));
});

test("a user connects at no server but the registered ones", async () => {
  const user = await createUser();
  for (const fhirBaseUrl of [foreign, `${base("epic")}/`, base("cerner"), "x"]) {
    const query = new URLSearchParams({ params: JSON.stringify({ fhirBaseUrl }) });
    const answer = await user.get(`/api/integrations/epic/auth?${query}`);
    expect(answer, fhirBaseUrl).toMatchObject(problemAnswer(400, "invalid_request"));
  }
  expect(await sandbox("epic").requests()).toEqual([]);
});

test("a discovery document that leads elsewhere ends the flow", async () => {
  const document = `${new URL(base("epic")).pathname}/.well-known/smart-configuration`;
  const good = Object(await (await fetch(`${base("epic")}/.well-known/smart-configuration`)).json());
  for (const change of [
    { token_endpoint: "https://elsewhere.example.com/token" },
    { authorization_endpoint: "https://elsewhere.example.com/authorize" },
    { code_challenge_methods_supported: ["S256", "plain"] },
  ]) {
    await sandbox("epic").script({ path: document, body: { ...good, ...change } });
    const answer = await (await createUser()).get("/api/integrations/epic/auth");
    expect(answer).toMatchObject(problemAnswer(503, "provider_unavailable"));
    expect(answer.text).not.toContain("elsewhere");
  }
});
