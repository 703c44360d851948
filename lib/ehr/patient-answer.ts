// Patients as services get them.
import * as z from "zod";
import type { Patient } from "./port.ts";
import type { FoundPatients } from "./search-patients.ts";

const patientSchema = () =>
  z.object({
    id: z.string().describe("The EHR's id of the patient."),
    name: z.string().nullable(),
    birthDate: z.string().nullable(),
    dateOfBirth: z.string().nullable().describe("The same as `birthDate`."),
    phones: z.array(z.string()),
    phoneNumber: z.string().nullable().describe("The first of `phones`."),
    email: z.string().nullable(),
    identifiers: z.array(z.object({ system: z.string().nullable(), value: z.string() })),
  });

export const patientsAnswer = () =>
  z.object({ patients: z.array(patientSchema()), nextPageToken: z.string().nullable() });

/** Old clients read `dateOfBirth` and `phoneNumber`. */
const toAnswer = (patient: Patient) => ({
  ...patient,
  dateOfBirth: patient.birthDate,
  phones: [...patient.phones],
  phoneNumber: patient.phones[0] ?? null,
  identifiers: [...patient.identifiers],
});

export const toPatientsAnswer = ({ patients, nextPageToken }: FoundPatients) => ({
  patients: patients.map(toAnswer),
  nextPageToken,
});
