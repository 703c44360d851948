// A FHIR Patient as we answer it. https://hl7.org/fhir/R4/patient.html
import * as z from "zod";
import type { Patient } from "../../ehr/port.ts";
import { parseLenient } from "../../parse-lenient.ts";

const humanName = () =>
  z.object({
    use: z.string().optional(),
    text: z.string().optional(),
    family: z.string().optional(),
    given: z.array(z.string()).optional(),
  });
const contactPoint = () =>
  z.object({
    system: z.string().optional(),
    use: z.string().optional(),
    value: z.string(),
    rank: z.number().optional(),
  });

const patientSchema = () =>
  z.object({
    resourceType: z.literal("Patient"),
    id: z.string(),
    name: z.array(humanName()).optional(),
    birthDate: z.string().optional(),
    telecom: z.array(contactPoint()).optional(),
    identifier: z.array(z.object({ system: z.string().optional(), value: z.string() })).optional(),
  });

export interface ReadPatient {
  readonly patient: Patient;
  /** All of their family names, to compare with. */
  readonly families: readonly string[];
}

/** Numbers of the state that nobody needs to know a caller by. */
const hiddenSystems: ReadonlySet<string | undefined> = new Set([
  "http://hl7.org/fhir/sid/us-ssn",
  "urn:oid:2.16.840.1.113883.4.1",
]);

/** Undefined for what is no patient, or has no id. */
export function readPatient(resource: unknown): ReadPatient | undefined {
  const parsed = parseLenient(patientSchema(), resource);
  if (parsed === undefined) return undefined;
  const { id, name: names = [], birthDate = null, telecom = [], identifier = [] } = parsed.data;
  const contacts = telecom
    .filter(({ use }) => use !== "old")
    .sort((a, b) => (a.rank ?? Number.MAX_SAFE_INTEGER) - (b.rank ?? Number.MAX_SAFE_INTEGER));
  const list = (wanted: string) => contacts.flatMap(({ system, value }) => (system === wanted ? [value] : []));
  const current = names.filter(({ use }) => use !== "old");
  const best =
    current.find(({ use }) => use === "official") ?? current.find(({ use }) => use === "usual") ?? current[0];
  return {
    patient: {
      id,
      name: best === undefined ? null : formatName(best),
      birthDate,
      phones: list("phone"),
      email: list("email")[0] ?? null,
      identifiers: identifier
        .filter(({ system }) => !hiddenSystems.has(system))
        .map(({ system = null, value }) => ({ system, value })),
    },
    families: names.flatMap(({ family, text }) => [family, text?.split(" ").at(-1)]).filter((one) => one !== undefined),
  };
}

function formatName({ text, given = [], family }: z.output<ReturnType<typeof humanName>>): string | null {
  return text ?? ([...given, family].filter(Boolean).join(" ") || null);
}
