import * as z from "zod";
import { patientsAnswer } from "../../lib/ehr/patient-answer.ts";
import { defaultPatients, maxPatients, namesPatient, nobodyNamed, patientFields } from "../../lib/ehr/patient-query.ts";
import { serviceEndpoint } from "../../lib/http/service-endpoint.ts";
import { answerPatientSearch } from "../../lib/providers/answer-patient-search.ts";

const contract = {
  about: "Finds patients of a tenant in its EHR. What is searched by stays in the body.",
  path: z.object({ tenantId: z.string().max(256) }),
  body: z
    .object({ ...patientFields(), limit: z.int().min(1).max(maxPatients).default(defaultPatients) })
    .refine(namesPatient, nobodyNamed),
  answer: patientsAnswer,
};

export const handler = serviceEndpoint(contract, "ehr", ({ service, body, headers, origin }) =>
  answerPatientSearch(service, body, { headers, origin }),
);
