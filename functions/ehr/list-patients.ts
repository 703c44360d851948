import * as z from "zod";
import { patientsAnswer } from "../../lib/ehr/patient-answer.ts";
import { defaultPatients, maxPatients, namesPatient, nobodyNamed, patientFields } from "../../lib/ehr/patient-query.ts";
import { serviceEndpoint } from "../../lib/http/service-endpoint.ts";
import { answerPatientSearch } from "../../lib/providers/answer-patient-search.ts";

const contract = {
  about:
    "The same search for clients that cannot send a body. Its address names the patient, so a stage must switch it on.",
  path: z.object({ tenantId: z.string().max(256) }),
  query: z
    .object({ ...patientFields(), limit: z.coerce.number().int().min(1).max(maxPatients).default(defaultPatients) })
    .refine(namesPatient, nobodyNamed),
  answer: patientsAnswer,
};

export const handler = serviceEndpoint(contract, "ehr", ({ service, query, headers, origin }) =>
  answerPatientSearch(service, query, { headers, origin }),
);
