import type { ParamField } from "./param-field.ts";

/** Which of the registered servers of a hospital it is. */
export const fhirServerField: ParamField = {
  label: "FHIR server",
  placeholder: "https://fhir.hospital.example/api/FHIR/R4",
  hint: "The address for FHIR R4 that your hospital's IT has given to your administrator. Leave it empty if there is one for everybody.",
  isOptional: true,
};
