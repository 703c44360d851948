// What a stage's file may say about EHRs.
import { expect, test } from "vitest";
import { defineStage } from "../../infra/config.ts";
import { planSecrets } from "../../infra/secrets/plan.ts";
import { exampleInput } from "./support/synthesized.ts";

const fhirBaseUrl = "https://ehr.example.com/r4";
const server = { provider: "epic", fhirBaseUrl, tenants: ["acme"] };

const refusal = (change: object) => {
  try {
    defineStage({ ...exampleInput, ...change });
  } catch (error) {
    return error instanceof Error ? error.message.replace(/^.* is wrong: /, "") : error;
  }
  return "accepted";
};

test("takes servers with their tenants, and no search by address unless it is switched on", () => {
  const { ehr } = defineStage({ ...exampleInput, ehr: { servers: [{ ...server, tenants: ["acme"] }] } });
  expect(ehr).toEqual({ servers: [{ ...server, hosts: [] }], patientsByGet: false, launchPage: false });
});

const address = "must be an https address with a lower-case host, without a port, a query or a slash at the end";
test.each([
  ["https://ehr.example.com/r4/"],
  ["https://EHR.example.com/r4"],
  ["https://ehr.example.com:443/r4"],
  ["https://ehr.example.com:8443/r4"],
  ["https://ehr.example.com./r4"],
  ["https://user@ehr.example.com/r4"],
  ["https://ehr.example.com/r4?x=1"],
  ["https://ehr.example.com/a/../r4"],
  ["http://ehr.example.com/r4"],
  ["ehr.example.com/r4"],
])("refuses the FHIR base %s", (wrong) => {
  const message = refusal({ ehr: { servers: [{ ...server, fhirBaseUrl: wrong }] } });
  expect(message).toBe(`ehr.servers[0].fhirBaseUrl ${address}.`);
});

test.each([
  [{ ehr: { servers: [server, server] } }, "ehr.servers must not name a FHIR base twice."],
  [{ ehr: { servers: [{ ...server, tenants: [] }] } }, "ehr.servers[0].tenants must name a tenant."],
  [{ ehr: { servers: [{ ...server, hosts: ["https://x"] }] } }, "ehr.servers[0].hosts[0] must be a host name."],
  [
    { ehr: { servers: [{ ...server, fhirBaseUrl: "http://localhost:1/r4" }] } },
    "ehr.servers may be http:// only on localhost.",
  ],
  [
    { providers: { github: { clientAuth: "private-key-jwt" } } },
    "providers.github.clientAuth is no setting of this provider.",
  ],
  [
    { providers: { epic: { signingAlgorithm: "RS256" } } },
    'providers.epic.signingAlgorithm must be "RS384" or "ES384".',
  ],
])("refuses %j", (change, message) => {
  expect(refusal(change)).toBe(message);
});

test("asks for another provider's id where it is no EHR", () => {
  expect(refusal({ ehr: { servers: [{ ...server, provider: "github" }] } })).toContain("must be one of epic, cerner");
});

test("a client that signs needs no secret, and every other one does", () => {
  const signing = defineStage({ ...exampleInput, providers: { epic: { clientAuth: "private-key-jwt" } } });
  const { clientIds, secrets } = planSecrets({ EPIC_CLIENT_ID: "fake-id" }, signing);
  expect([clientIds, [...secrets]]).toEqual([{ epic: "fake-id" }, []]);
  expect(() => planSecrets({ EPIC_CLIENT_ID: "fake-id" }, defineStage(exampleInput))).toThrow("a client needs both");
});
