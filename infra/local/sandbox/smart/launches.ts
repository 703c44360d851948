// What people have open when they launch us from the sandbox EHR.
import { randomUUID } from "node:crypto";
import { z } from "zod";
import { people } from "./people.ts";

/** What was open when somebody approved: top-level members of the token answer. */
export interface LaunchContext {
  readonly patient: string;
  readonly encounter?: string | undefined;
  readonly intent?: string | undefined;
  readonly need_patient_banner?: boolean;
}

const launchSchema = z.strictObject({
  patient: z.string().default("p-1"),
  encounter: z.string().optional(),
  intent: z.string().optional(),
});

export type Launches = ReturnType<typeof createLaunches>;

/** @param iss the FHIR base */
export function createLaunches(iss: string) {
  const opened = new Map<string, LaunchContext>();
  return {
    /** Opens one. @returns the parameters of our launch address */
    open(asked: unknown): { readonly iss: string; readonly launch: string } {
      const launch = randomUUID();
      opened.set(launch, { ...launchSchema.parse(asked), need_patient_banner: true });
      return { iss, launch };
    },
    has: (launch: string): boolean => opened.has(launch),
    /** The context of a flow: that of its launch, or the patient that the person has. */
    find: (launch: string | null, account: string): LaunchContext =>
      opened.get(launch ?? "") ?? { patient: people.find(({ name }) => name === account)?.patient ?? "p-1" },
    clear: () => opened.clear(),
  };
}
