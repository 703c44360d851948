// Who can sign in at the sandbox EHR, and its patients: made up, with telephone numbers as registration desks write them.

export interface Person {
  readonly name: string;
  readonly label: string;
  readonly fhirUser: string;
  readonly fullName: string;
  /** The patient that they have open, or are. */
  readonly patient: string;
}

export const people: readonly Person[] = [
  {
    name: "ada",
    label: "Dr. Ada Moreau, cardiology",
    fhirUser: "Practitioner/pr-1",
    fullName: "Ada Moreau",
    patient: "p-1",
  },
  { name: "ben", label: "Ben Okafor, nurse", fhirUser: "Practitioner/pr-2", fullName: "Ben Okafor", patient: "p-4" },
  {
    name: "camila",
    label: "Camila López, a patient",
    fhirUser: "Patient/p-1",
    fullName: "Camila López",
    patient: "p-1",
  },
];

/** Id, given name, family name, birth date, telephone, e-mail address. */
type Row = readonly [string, string, string, string, string, string];

// biome-ignore format: a table is read by its columns
const rows: readonly Row[] = [
  ["p-1",  "Camila",   "López",      "1987-09-12", "469-555-5555",     "camila@example.com"],
  ["p-2",  "Derrick",  "Lin",        "1973-06-03", "(785) 555-5555",   "derrick@example.com"],
  ["p-3",  "Desiree",  "Powell",     "2014-11-14", "+16085555555",     "desiree@example.com"],
  ["p-4",  "Elijah",   "Davis",      "1993-08-18", "4695550143",       "elijah@example.com"],
  ["p-5",  "Linda",    "Ross",       "1969-04-27", "469.555.0144",     "linda@example.com"],
  ["p-6",  "Olivia",   "Roberts",    "2003-01-07", "+1 469-555-0145",  "olivia@example.com"],
  ["p-7",  "Warren",   "McGinnis",   "1952-05-24", "469 555 0146",     ""],
  ["p-8",  "Amélie",   "Dubois",     "1990-02-28", "+33 1 99 00 12 34", "amelie@example.com"],
  ["p-9",  "Jürgen",   "Groß",       "1961-12-01", "+49 30 23125 123", "juergen@example.com"],
  ["p-10", "Priya",    "Natarajan",  "1979-07-19", "469-555-0149",     "priya@example.com"],
  ["p-11", "Noah",     "Smith",      "1985-03-03", "469-555-0150",     "noah@example.com"],
  ["p-12", "Nora",     "Smith",      "1985-03-03", "469-555-0150",     "nora@example.com"],
  ["p-13", "Oscar",    "Smith",      "1958-10-30", "469-555-0152",     ""],
  ["p-14", "Petra",    "Smithers",   "1999-06-15", "469-555-0153",     "petra@example.com"],
  ["p-15", "Quentin",  "Smith",      "2001-08-09", "469-555-0154",     "quentin@example.com"],
  ["p-16", "Rosa",     "Álvarez",    "1944-01-22", "469-555-0155",     ""],
  ["p-17", "Samuel",   "O'Brien",    "1966-11-05", "469-555-0156",     "samuel@example.com"],
  ["p-18", "Tomiko",   "Watanabe",   "1972-04-04", "+81 3-5550-0157",  "tomiko@example.com"],
  ["p-19", "Uma",      "Smith",      "1995-12-25", "469-555-0158",     "uma@example.com"],
  ["p-20", "Viktor",   "Smith-Kovač", "1980-05-17", "469-555-0159",    "viktor@example.com"],
];

/** As FHIR R4 resources. */
export const patients = rows.map(([id, given, family, birthDate, phone, email]) => ({
  resourceType: "Patient",
  id,
  identifier: [{ system: "urn:oid:2.16.840.1.113883.19.5", value: `E${id.slice(2).padStart(4, "0")}` }],
  name: [{ use: "official", family, given: [given] }],
  telecom: [
    { system: "phone", use: "mobile", value: phone },
    ...(email === "" ? [] : [{ system: "email", value: email }]),
  ],
  birthDate,
}));
export type PatientResource = (typeof patients)[number];
