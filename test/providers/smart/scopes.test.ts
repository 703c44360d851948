import { expect, test } from "vitest";
import { coversScope, toLaunchScopes, withoutLaunch } from "../../../lib/providers/smart/scopes.ts";

test.each([
  ["patient/Patient.read", "patient/Patient.rs"],
  ["patient/Patient.rs", "patient/Patient.read"],
  ["patient/*.read", "patient/Patient.rs"],
  ["patient/*.cruds", "patient/Observation.cu"],
  ["user/Observation.rs", "user/Observation.rs?category=vital-signs"],
  ["patient/Patient.r patient/Patient.s", "patient/Patient.rs"],
  ["openid", "launch/patient"],
  ["openid", "launch"],
  ["openid", "openid"],
])("%s covers %s", (granted, wanted) => {
  expect(coversScope(granted.split(" "), wanted)).toBe(true);
});

test.each([
  ["patient/Patient.r", "patient/Patient.rs"],
  ["patient/Patient.read", "patient/Patient.write"],
  ["patient/Patient.rs", "user/Patient.rs"],
  ["patient/Patient.rs", "patient/*.rs"],
  ["patient/Patients.rs", "patient/Patient.rs"],
  ["user/Observation.rs?category=laboratory", "user/Observation.rs"],
  ["openid", "offline_access"],
  ["patient/Patient.sr", "patient/Patient.r"],
])("%s does not cover %s", (granted, wanted) => {
  expect(coversScope(granted.split(" "), wanted)).toBe(false);
});

test("a flow that an EHR began asks for its launch, and for no choice of a patient", () => {
  expect(toLaunchScopes(["openid", "launch/patient", "patient/Patient.rs"])).toEqual([
    "openid",
    "patient/Patient.rs",
    "launch",
  ]);
});

test("a launch is no scope of the connection: connecting it again would ask for a launch that nobody began", () => {
  expect(withoutLaunch("openid launch launch/patient patient/Patient.rs")).toBe(
    "openid launch/patient patient/Patient.rs",
  );
});
