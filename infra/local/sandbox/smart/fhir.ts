// The FHIR R4 API of the sandbox EHR: patients, search in both ways, pages, and what the server can do.
import { randomUUID } from "node:crypto";
import { type Answer, type Exchange, jsonAnswer, readBearer, readFields } from "../exchange.ts";
import type { Grant } from "../grants.ts";
import type { State } from "../state.ts";
import { type PatientResource, patients } from "./people.ts";

const type = "application/fhir+json; charset=utf-8";
const answerFhir = (body: unknown, status = 200) => jsonAnswer(body, status, { "content-type": type });

/** https://hl7.org/fhir/R4/operationoutcome.html */
const refuse = (status: number, code: string, diagnostics: string): Answer =>
  answerFhir({ resourceType: "OperationOutcome", issue: [{ severity: "error", code, diagnostics }] }, status);

/** The searches whose further pages may be asked for, by an opaque name. */
type Pages = Map<string, { readonly found: readonly PatientResource[]; readonly from: number; readonly size: number }>;

const maxPageSize = 50;

export interface FhirServer {
  /** @param path below the FHIR base */
  answer(exchange: Exchange, path: string): Answer;
  forgetPages(): void;
}

/** @param base the FHIR base as clients know it */
export function createFhirServer(state: State, base: string): FhirServer {
  const pages: Pages = new Map();
  return {
    forgetPages: () => pages.clear(),
    answer(exchange, path) {
      if (path === "/metadata") return answerFhir(describeServer());
      const { tokenState, grant } = state.grants.checkToken(readBearer(exchange) ?? "");
      if (tokenState !== "valid" || !grant) return refuse(401, "login", "The token is not valid");
      if (!mayReadPatients(grant)) return refuse(403, "forbidden", "The token has no scope for patients");
      const seen = listVisible(grant);
      const next = exchange.query.get("_getpages");
      if (path === "" && next !== null) return answerPage(pages, base, next);
      if (path === "/Patient/_search" && exchange.method === "POST")
        return search({ pages, base, seen }, readFields(exchange));
      if (exchange.method !== "GET") return refuse(405, "not-supported", "This is not supported");
      if (path === "/Patient") return search({ pages, base, seen }, exchange.query);
      const found = seen.find(({ id }) => path === `/Patient/${id}`);
      return found ? answerFhir(found) : refuse(404, "not-found", "There is no such resource");
    },
  };
}

const mayReadPatients = ({ scopes }: Grant): boolean =>
  scopes.some((scope) => /^(patient|user|system)\/(\*|Patient)\.(read|\*|c?r?u?d?s)$/.test(scope));

/** A grant of `patient/` scopes alone sees the patient that it was made for. */
function listVisible({ scopes, inner }: Grant): readonly PatientResource[] {
  const isForAll = scopes.some((scope) => /^(user|system)\//.test(scope));
  return isForAll ? patients : patients.filter(({ id }) => id === inner);
}

interface SearchContext {
  readonly pages: Pages;
  readonly base: string;
  readonly seen: readonly PatientResource[];
}

type Matcher = (patient: PatientResource, value: string) => boolean;

const fold = (text: string) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

/** `phone` and `email` are tokens, which fit exactly; names fit from their beginning. https://hl7.org/fhir/R4/search.html */
const matchers: Readonly<Record<string, Matcher>> = {
  _id: ({ id }, value) => id === value,
  phone: ({ telecom }, value) => telecom.some((one) => one.system === "phone" && one.value === value),
  email: ({ telecom }, value) => telecom.some((one) => one.system === "email" && one.value === value),
  telecom: ({ telecom }, value) => telecom.some((one) => one.value === value),
  family: ({ name }, value) => name.some(({ family }) => fold(family).startsWith(fold(value))),
  given: ({ name }, value) => name.some(({ given }) => given.some((one) => fold(one).startsWith(fold(value)))),
  birthdate: ({ birthDate }, value) => birthDate === value.replace(/^eq/, ""),
  identifier: ({ identifier }, value) =>
    identifier.some((one) => value === one.value || value === `${one.system}|${one.value}`),
};

function search({ pages, base, seen }: SearchContext, query: URLSearchParams): Answer {
  const criteria = [...query].filter(([name]) => !name.startsWith("_") || name === "_id");
  if (criteria.length === 0) return refuse(400, "required", "Search by at least one parameter");
  const unknown = criteria.find(([name]) => !Object.hasOwn(matchers, name));
  if (unknown) return refuse(400, "not-supported", `The parameter ${unknown[0]} is not supported`);
  const found = seen.filter((patient) =>
    // A comma means "or".
    criteria.every(([name, value]) => value.split(",").some((one) => matchers[name]?.(patient, one))),
  );
  const size = Math.min(Number(query.get("_count")) || 10, maxPageSize);
  const first = randomUUID();
  pages.set(first, { found, from: 0, size });
  return answerPage(pages, base, first);
}

function answerPage(pages: Pages, base: string, name: string): Answer {
  const page = pages.get(name);
  if (!page) return refuse(410, "expired", "This page is gone: search again");
  const { found, from, size } = page;
  const shown = found.slice(from, from + size);
  const link = [{ relation: "self", url: `${base}?_getpages=${name}` }];
  if (from + size < found.length) {
    const next = randomUUID();
    pages.set(next, { found, from: from + size, size });
    link.push({ relation: "next", url: `${base}?_getpages=${next}` });
  }
  const entry = shown.map((resource) => ({
    fullUrl: `${base}/Patient/${resource.id}`,
    resource,
    search: { mode: "match" },
  }));
  return answerFhir({ resourceType: "Bundle", type: "searchset", total: found.length, link, entry });
}

/** https://hl7.org/fhir/R4/capabilitystatement.html */
function describeServer() {
  const searchParam = Object.keys(matchers).map((name) => ({ name, type: name === "birthdate" ? "date" : "token" }));
  const interaction = [{ code: "read" }, { code: "search-type" }];
  return {
    resourceType: "CapabilityStatement",
    status: "active",
    kind: "instance",
    fhirVersion: "4.0.1",
    format: ["application/fhir+json"],
    rest: [{ mode: "server", resource: [{ type: "Patient", interaction, searchParam }] }],
  };
}
