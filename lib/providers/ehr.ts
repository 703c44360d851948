// The registry of EHRs: the providers whose patients services may look up.
import type { EhrProvider } from "../ehr/port.ts";
import { cernerEhr } from "./cerner/ehr.ts";
import { epicEhr } from "./epic/ehr.ts";

const ehrs: Readonly<Record<string, EhrProvider>> = { epic: epicEhr, cerner: cernerEhr };

export const ehrIds: readonly string[] = Object.keys(ehrs);

/** Undefined for a provider that is no EHR. */
export const findEhr = (id: string): EhrProvider | undefined => (Object.hasOwn(ehrs, id) ? ehrs[id] : undefined);
