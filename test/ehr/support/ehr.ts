// The sandbox EHRs as this stage knows them.
import { manifests } from "../../../lib/providers/manifests.ts";
import { sendControl } from "../../support/control.ts";
import { sandbox } from "../../support/sandbox.ts";

/** The FHIR base of a sandbox. */
export const base = (id: string): string =>
  `${sandbox(id).url()}${manifests.find((one) => one.id === id)?.sandbox.endpoints.api}`;

/** Opens a launch at the sandbox. @returns the parameters of our launch address */
export const openLaunch = (
  id: string,
  context: Readonly<Record<string, string>> = {},
): Promise<{ readonly iss: string; readonly launch: string }> =>
  sendControl(`${sandbox(id).url()}/_sandbox/launch`, "POST", context);
