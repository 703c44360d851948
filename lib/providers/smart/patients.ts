// Finds patients by POST [base]/Patient/_search: what is searched by stays out of addresses, and so out of logs.
// https://hl7.org/fhir/R4/search.html

import type { EhrCall, EhrProvider, PatientCriteria, PatientPage } from "../../ehr/port.ts";
import { findProviderError } from "../../http/provider-error.ts";
import type { PhoneForms } from "../../phone-forms.ts";
import { readSearchPage } from "./bundle.ts";
import { type ReadPatient, readPatient } from "./patient-view.ts";

/** `phone` is a token: it fits only as the server has it. So it is asked for as people and systems write it, the likeliest first. */
const listPhoneForms = ({ e164, national, spellings }: PhoneForms): string[] => [
  e164,
  national,
  ...spellings.slice(0, 3),
];

export const smartPatients: Pick<EhrProvider, "findPatients" | "readNextPatients"> = {
  async findPatients(criteria, limit, call) {
    const { phone, family, birthDate } = criteria;
    const search = (form: Readonly<Record<string, string | undefined>>) => postSearch(form, criteria, limit, call);
    const byName = { family, birthdate: birthDate };
    if (phone === undefined) return search(byName);
    const canSearchByName = family !== undefined && birthDate !== undefined;
    const found = await findByPhone(listPhoneForms(phone), search, canSearchByName);
    if (found !== undefined || !canSearchByName) return found ?? { patients: [] };
    return search(byName);
  },
  async readNextPatients(next, criteria, call) {
    return readPage(await call.fetch(next, { headers: { accept } }), criteria, call);
  },
};

const accept = "application/fhir+json";

/**
 * The first page of the first form that anybody has. Some servers do not search by phone alone: that is no answer where the name is
 * known too.
 */
async function findByPhone(
  forms: readonly string[],
  search: (form: Readonly<Record<string, string>>) => Promise<PatientPage>,
  mayBeRefused: boolean,
): Promise<PatientPage | undefined> {
  for (const phone of forms) {
    try {
      const page = await search({ phone });
      if (page.patients.length > 0) return page;
    } catch (error) {
      if (!mayBeRefused || findProviderError(error)?.kind !== "permanent") throw error;
      return undefined;
    }
  }
  return undefined;
}

async function postSearch(
  form: Readonly<Record<string, string | undefined>>,
  criteria: PatientCriteria,
  limit: number,
  call: EhrCall,
): Promise<PatientPage> {
  const given = Object.entries(form).filter((pair): pair is [string, string] => pair[1] !== undefined);
  const body = new URLSearchParams([...given, ["_count", String(limit)]]).toString();
  const headers = { accept, "content-type": "application/x-www-form-urlencoded" };
  const response = await call.fetch(`${call.endpoints.api}/Patient/_search`, { method: "POST", headers, body });
  return readPage(response, criteria, call);
}

/** A server may ignore a parameter that it does not know, and then answers with everybody: what was asked for is checked here. */
async function readPage(response: Response, criteria: PatientCriteria, { endpoints }: EhrCall): Promise<PatientPage> {
  const { resources, next } = await readSearchPage(response, endpoints.api);
  const found = resources
    .flatMap((resource) => readPatient(resource) ?? [])
    .filter((one) => fitsCriteria(one, criteria));
  return { patients: found.map(({ patient }) => patient), next };
}

function fitsCriteria({ patient, families }: ReadPatient, criteria: PatientCriteria): boolean {
  const { isWantedPhone, birthDate, family } = criteria;
  if (isWantedPhone !== undefined && !patient.phones.some(isWantedPhone)) return false;
  if (birthDate !== undefined && patient.birthDate !== birthDate) return false;
  return family === undefined || families.some((one) => fold(one).startsWith(fold(family)));
}

/** As servers compare text: without case and accents. https://hl7.org/fhir/R4/search.html#string */
const fold = (text: string): string => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
