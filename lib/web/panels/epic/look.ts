import { fhirServerField } from "../fhir-server-field.ts";
import type { Look } from "../look.ts";

export const epicLook: Look = {
  drawing:
    "M12 19.500S4.500 15 4.500 9.700A3.900 3.900 0 0 1 12 8.200a3.900 3.900 0 0 1 7.500 1.500c0 5.300-7.500 9.800-7.500 9.800ZM8 11.500h2l1-2 2 4 1-2h2",
  tint: "#b3344f",
  activity: [["event", "patients"]],
  params: { fhirBaseUrl: fhirServerField },
};
