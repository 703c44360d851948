import { fhirServerField } from "../fhir-server-field.ts";
import type { Look } from "../look.ts";

export const cernerLook: Look = {
  drawing: "M9.500 4.500h5v5h5v5h-5v5h-5v-5h-5v-5h5v-5Z",
  tint: "#2a7f86",
  activity: [["event", "patients"]],
  params: { fhirBaseUrl: fhirServerField },
};
