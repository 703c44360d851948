// A search for patients over HTTP: what is asked, what is followed, and what counts as an answer.
import "../../http/lambda-environment.ts";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import type { PatientCriteria } from "../../../lib/ehr/port.ts";
import { findProviderError } from "../../../lib/http/provider-error.ts";
import { isSamePhone, parsePhone } from "../../../lib/phone-forms.ts";
import { json, startTestServer } from "../../support/test-server.ts";

const { smartPatients } = await import("../../../lib/providers/smart/patients.ts");

const ehr = await startTestServer();
afterAll(ehr.close);
const api = `${ehr.url}/r4`;
const call = { endpoints: { api }, fetch: (url: string, init?: RequestInit) => fetch(url, init) };

const byPhone = (text: string, more: PatientCriteria = {}): PatientCriteria => {
  const phone = parsePhone(text, "US");
  if (phone === undefined) throw new Error("no phone");
  return { ...more, phone, isWantedPhone: (stored) => isSamePhone(phone, stored, "US") };
};

const patient = (id: string, phone: string, more: object = {}) => ({
  resourceType: "Patient",
  id,
  name: [
    { use: "old", family: "Smith" },
    { use: "official", given: ["Camila", "M."], family: "López" },
  ],
  birthDate: "1987-09-12",
  telecom: [
    { system: "phone", use: "old", value: "202-555-0100" },
    { system: "phone", value: phone },
    { system: "email", value: "camila@example.com" },
  ],
  identifier: [
    { system: "urn:oid:1.2.3", value: "E-1" },
    { system: "http://hl7.org/fhir/sid/us-ssn", value: "000-00-0000" },
  ],
  ...more,
});

const bundle = (resources: readonly object[], more: object = {}) => ({
  resourceType: "Bundle",
  type: "searchset",
  entry: resources.map((resource) => ({ resource })),
  ...more,
});

/** A server that has its numbers in one spelling, and finds only that. */
const answerExactly = (spelling: string) => {
  ehr.play = (response, asked) => {
    const found = new URLSearchParams(asked.body).get("phone") === spelling;
    json(bundle(found ? [patient("p-1", spelling)] : []))(response, asked);
  };
};

beforeEach(() => {
  ehr.requests.length = 0;
});

test.each(["+14695555555", "4695555555", "(469) 555-5555", "469-555-5555"])(
  "finds a number that the server has as %s, however the caller writes it",
  async (stored) => {
    answerExactly(stored);
    for (const asked of ["+1 469 555 5555", "469.555.5555", " 14695555555"]) {
      const { patients } = await smartPatients.findPatients(byPhone(asked), 20, call);
      expect(patients.map(({ id }) => id)).toEqual(["p-1"]);
    }
  },
);

test("answers a patient with the current name and numbers, and without a number of the state", async () => {
  answerExactly("469-555-5555");
  const { patients } = await smartPatients.findPatients(byPhone("+14695555555"), 20, call);
  expect(patients).toEqual([
    {
      id: "p-1",
      name: "Camila M. López",
      birthDate: "1987-09-12",
      phones: ["469-555-5555"],
      email: "camila@example.com",
      identifiers: [{ system: "urn:oid:1.2.3", value: "E-1" }],
    },
  ]);
});

test("puts what it searches by into bodies, never into an address", async () => {
  ehr.play = json(bundle([]));
  const criteria = byPhone("+14695555555", { birthDate: "1987-09-12", family: "lopez" });
  await smartPatients.findPatients(criteria, 20, call);
  expect(new Set(ehr.requests.map(({ method, path }) => `${method} ${path}`))).toEqual(
    new Set(["POST /r4/Patient/_search"]),
  );
  expect(new URLSearchParams(ehr.requests.at(-1)?.body).get("birthdate")).toBe("1987-09-12");
});

test("falls back to the name and birth date, and compares the number itself", async () => {
  ehr.play = (response, asked) => {
    const isByName = new URLSearchParams(asked.body).has("family");
    const found = [patient("p-1", "469-555-5555"), patient("p-2", "469-555-0000")];
    json(bundle(isByName ? found : []))(response, asked);
  };
  const criteria = byPhone("+14695555555", { birthDate: "1987-09-12", family: "LOPEZ" });
  const { patients } = await smartPatients.findPatients(criteria, 20, call);
  expect(patients.map(({ id }) => id)).toEqual(["p-1"]);
});

test("does so where the server does not search by a number alone", async () => {
  ehr.play = (response, asked) => {
    const isByName = new URLSearchParams(asked.body).has("family");
    json(
      isByName ? bundle([patient("p-1", "469-555-5555")]) : { resourceType: "OperationOutcome" },
      isByName ? 200 : 400,
    )(response, asked);
  };
  const criteria = byPhone("+14695555555", { birthDate: "1987-09-12", family: "López" });
  expect((await smartPatients.findPatients(criteria, 20, call)).patients).toHaveLength(1);
});

test("takes nobody from a server that ignores what it is asked by", async () => {
  ehr.play = json(bundle([patient("p-1", "202-555-0111"), patient("p-2", "202-555-0122")]));
  expect((await smartPatients.findPatients(byPhone("+14695555555"), 20, call)).patients).toEqual([]);
});

test("leaves out what is no patient, and what only tells of the search", async () => {
  const outcome = {
    resource: { resourceType: "OperationOutcome", issue: [{ code: "informational" }] },
    search: { mode: "outcome" },
  };
  const entry = [
    { resource: patient("p-1", "x") },
    outcome,
    { resource: { resourceType: "Patient" } },
    { resource: null },
  ];
  ehr.play = json(bundle([], { entry }));
  const { patients } = await smartPatients.findPatients({ family: "lop" }, 20, call);
  expect(patients.map(({ id }) => id)).toEqual(["p-1"]);
});

describe("the next page", () => {
  const withNext = (url: string) => json(bundle([patient("p-1", "x")], { link: [{ relation: "next", url }] }));

  test("is followed word for word on the server's own host", async () => {
    const next = `${api}?_getpages=a%2Fb&page=2`;
    ehr.play = withNext(next);
    const first = await smartPatients.findPatients({ family: "Lopez" }, 1, call);
    expect(first.next).toBe(next);
    const second = await smartPatients.readNextPatients(first.next ?? "", { family: "Lopez" }, call);
    expect(second.patients).toHaveLength(1);
    expect(ehr.requests.at(-1)).toMatchObject({ method: "GET", path: "/r4?_getpages=a%2Fb&page=2" });
  });

  test.each(["http://elsewhere.example.com/r4?page=2", "//elsewhere.example.com/", "http://localhost:1/r4"])(
    "is not followed to %s",
    async (next) => {
      ehr.play = withNext(next);
      const page = await smartPatients.findPatients({ family: "Lopez" }, 1, call);
      expect([page.patients.length, page.next]).toEqual([1, undefined]);
    },
  );
});

test.each([
  [200, "processing", "permanent"],
  [200, "throttled", "rate"],
  [200, "login", "token"],
  [400, "invalid", "permanent"],
  [401, "login", "token"],
  [403, "forbidden", "scope"],
  [429, "throttled", "rate"],
  [503, "transient", "transient"],
])("an OperationOutcome with status %i and %s is a failure: %s", async (status, code, kind) => {
  const outcome = {
    resourceType: "OperationOutcome",
    issue: [{ severity: "error", code, diagnostics: "Camila López" }],
  };
  ehr.play = json(outcome, status);
  const error = await smartPatients.findPatients({ family: "Lopez" }, 1, call).catch((thrown: unknown) => thrown);
  expect(findProviderError(error)?.kind).toBe(kind);
  expect(`${error} ${JSON.stringify(error)}`).not.toContain("López");
});
