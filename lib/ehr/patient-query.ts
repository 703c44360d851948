// What patients are searched by. A message about it names the field, and never says what was in it.
import * as z from "zod";

export const patientFields = () => ({
  phone: z.string().min(1).max(40).optional().describe("In any spelling."),
  birthdate: z.iso.date().optional().describe("`1987-06-05`"),
  family: z.string().trim().min(1).max(100).optional().describe("The beginning of the family name."),
  pageToken: z
    .string()
    .max(100)
    .optional()
    .describe("The `nextPageToken` of the page before, which remembers the rest."),
});

export const defaultPatients = 20;
export const maxPatients = 50;

type Fields = Readonly<Partial<Record<"phone" | "birthdate" | "family" | "pageToken", string | undefined>>>;

export const namesPatient = ({ phone, birthdate, family, pageToken }: Fields): boolean =>
  [phone, birthdate, family, pageToken].some((value) => value !== undefined);

export const nobodyNamed = "must name a phone, a birthdate or a family";
