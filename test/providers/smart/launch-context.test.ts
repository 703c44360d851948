import { expect, test } from "vitest";
import { parseLenient } from "../../../lib/parse-lenient.ts";
import { keepLaunchContext, launchContextSchema, readIdToken } from "../../../lib/providers/smart/launch-context.ts";

const encode = (claims: object) => `x.${Buffer.from(JSON.stringify(claims)).toString("base64url")}.x`;
const read = (answer: Record<string, unknown>) => launchContextSchema().parse(readIdToken(answer));

test("keeps what was open with the connection, and nothing else of the answer", () => {
  const context = {
    patient: "p-1",
    encounter: "e-1",
    fhirContext: [{ reference: "ImagingStudy/1" }],
    need_patient_banner: false,
    intent: "order-review",
    smart_style_url: "https://ehr.example.com/style.json",
    tenant: "hospital",
  };
  const answer = { ...context, access_token: "fake", "__epic.dstu2.patient": "p-1" };
  expect(keepLaunchContext(read(answer))).toEqual(context);
});

test("keeps who signed in, by the id token alone", () => {
  const claims = { sub: "s-1", fhirUser: "https://ehr.example.com/r4/Practitioner/1", name: "Ada" };
  const read1 = read({ id_token: encode(claims), fhirUser: "Practitioner/2", subject: "another", fullName: "Another" });
  expect(read1).toMatchObject({ fhirUser: claims.fhirUser, subject: "s-1", fullName: "Ada" });
  expect(keepLaunchContext(read1)).toEqual({ fhirUser: claims.fhirUser });
  expect(read({ fhirUser: "Practitioner/2" }).fhirUser).toBeUndefined();
});

test("reads the name that earlier versions of SMART had for it", () => {
  expect(read({ id_token: encode({ sub: "s-1", profile: "Patient/1" }) }).fhirUser).toBe("Patient/1");
});

test("an odd id token or an odd member is left out, and the rest is read", () => {
  for (const id_token of ["", "x", "x.y.z", `x.${Buffer.from("null").toString("base64url")}.x`, 7, null])
    expect(read({ id_token, patient: "p-1" })).toMatchObject({ patient: "p-1" });
  const odd = { patient: 7, encounter: "", fhirContext: "x", intent: "x".repeat(3000), tenant: "t" };
  expect(keepLaunchContext(read(odd))).toEqual({ tenant: "t" });
  expect(parseLenient(launchContextSchema(), odd)?.data.tenant).toBe("t");
});
